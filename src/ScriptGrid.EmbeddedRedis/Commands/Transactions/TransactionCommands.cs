using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Transactions;

/// <summary>MULTI, EXEC, DISCARD, WATCH and UNWATCH.</summary>
internal sealed class TransactionCommands(WatchList watches, CommandTable commands, CommandRunner runner, AccessControl access)
{
    internal void Register(CommandTable table)
    {
        table.Add("multi", Multi);
        table.Add("exec", Exec);
        table.Add("discard", Discard);
        table.Add("watch", Watch);
        table.Add("unwatch", Unwatch);
    }

    private static void Multi(CommandCall call)
    {
        if (call.Client.Transaction is not null)
        {
            call.Reply.Error("ERR MULTI calls can not be nested");
            return;
        }

        call.Client.Transaction = new Transaction();
        call.Ok();
    }

    private void Discard(CommandCall call)
    {
        if (call.Client.Transaction is null)
        {
            call.Reply.Error("ERR DISCARD without MULTI");
            return;
        }

        watches.Discard(call.Client);
        call.Ok();
    }

    private void Watch(CommandCall call)
    {
        if (call.Client.Transaction is not null)
        {
            call.Reply.Error("ERR WATCH inside MULTI is not allowed");
            return;
        }

        for (int i = 1; i < call.Words.Length; i++)
        {
            watches.Watch(call.Client, call.Words[i]);
        }

        call.Ok();
    }

    private void Unwatch(CommandCall call)
    {
        watches.UnwatchAll(call.Client);
        call.Ok();
    }

    private void Exec(CommandCall call)
    {
        if (call.Client.Transaction is not { } transaction)
        {
            call.Reply.Error("ERR EXEC without MULTI");
            return;
        }

        bool isWatchBroken = watches.IsBroken(call.Client);
        watches.Discard(call.Client);
        if (transaction.IsBroken)
        {
            call.Reply.Error("EXECABORT Transaction discarded because of previous errors.");
        }
        else if (isWatchBroken)
        {
            call.Reply.NullArray();
        }
        else
        {
            Run(call, transaction);
        }
    }

    private void Run(CommandCall call, Transaction transaction)
    {
        ClientSession client = call.Client;
        bool deniedBlocking = client.DenyBlocking;
        client.DenyBlocking = true;
        client.IsInExec = true;
        try
        {
            call.Reply.Array(transaction.Queue.Count);
            foreach (byte[][] words in transaction.Queue)
            {
                Run(call, words);
            }
        }
        finally
        {
            client.IsInExec = false;
            client.DenyBlocking = deniedBlocking;
        }
    }

    private void Run(in CommandCall call, byte[][] words)
    {
        Command command = commands.Find(words, out _)!;
        if (access.RefusalInExec(call.Client, command.Facts, words) is { } denial)
        {
            call.Reply.Error(denial);
        }
        else
        {
            runner.Run(command, call.Client, words, call.Reply);
        }
    }
}
