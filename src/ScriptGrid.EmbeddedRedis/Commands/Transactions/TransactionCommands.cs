using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Commands.Transactions;

/// <summary>MULTI, EXEC, DISCARD, WATCH and UNWATCH.</summary>
internal static class TransactionCommands
{
    internal static void Register(CommandTable table)
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

    private static void Discard(CommandCall call)
    {
        if (call.Client.Transaction is null)
        {
            call.Reply.Error("ERR DISCARD without MULTI");
            return;
        }

        call.Server.Discard(call.Client);
        call.Ok();
    }

    private static void Watch(CommandCall call)
    {
        if (call.Client.Transaction is not null)
        {
            call.Reply.Error("ERR WATCH inside MULTI is not allowed");
            return;
        }

        for (int i = 1; i < call.Words.Length; i++)
        {
            call.Server.Watches.Watch(call.Client, call.Words[i]);
        }

        call.Ok();
    }

    private static void Unwatch(CommandCall call)
    {
        call.Server.Watches.UnwatchAll(call.Client);
        call.Ok();
    }

    private static void Exec(CommandCall call)
    {
        if (call.Client.Transaction is not { } transaction)
        {
            call.Reply.Error("ERR EXEC without MULTI");
            return;
        }

        bool isWatchBroken = call.Server.Watches.IsBroken(call.Client);
        call.Server.Discard(call.Client);
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

    private static void Run(CommandCall call, Transaction transaction)
    {
        ClientSession client = call.Client;
        bool deniedBlocking = client.DenyBlocking;
        client.DenyBlocking = true;
        client.IsInExec = true;
        call.Reply.Array(transaction.Queue.Count);
        foreach (QueuedCommand queued in transaction.Queue)
        {
            var inner = new CommandCall { Server = call.Server, Client = client, Words = queued.Words, Reply = call.Reply };
            if (client.User is not null && call.Server.CheckPermission(client, queued.Command, queued.Words) is { } denial)
            {
                // The permissions may have changed since the command was queued.
                call.Server.CountRejected(queued.Command, denial);
                call.Reply.CountedError(denial);
            }
            else
            {
                call.Server.Call(queued.Command, inner);
            }
        }

        client.IsInExec = false;
        client.DenyBlocking = deniedBlocking;
    }
}
