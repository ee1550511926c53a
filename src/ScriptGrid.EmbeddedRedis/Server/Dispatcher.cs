using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Checks a client's command in Redis's order, then executes, queues or refuses it.</summary>
internal sealed class Dispatcher(CommandTable commands, CommandRunner runner, Guard guard, ClientPause pause, WatchList watches, Action beforeCommand, Action afterCommand, FaultReport faults)
{
    internal void Execute(ClientSession client, ReadOnlySpan<byte[]> words)
    {
        if (IsOfBrowser(words[0]) && client.Connection is { } connection)
        {
            connection.Close();
            return;
        }

        OutputBuffer output = client.Reply!.Output;
        output.IsMuted = client.ReplyMode is ClientReplyMode.Off or ClientReplyMode.Skip;
        int start = output.Length;
        Command? command = commands.Find(words, out string? problem);
        client.LastCommand = command?.FullName ?? "NULL"; // Also if it is refused or queued, as in Redis.
        try
        {
            beforeCommand();
            Execute(client, command, problem, words);
        }
        catch (ReplyTooLargeException e)
        {
            Replace(client, start, $"ERR {e.Message}");
        }
        catch (OutOfMemoryException)
        {
            Replace(client, start, "ERR not enough memory");
        }
        catch (Exception e)
        {
            Replace(client, start, $"ERR the embedded Redis failed at '{command?.FullName}': {e.GetType().Name}: {e.Message}");
            faults.Report(e, command?.FullName);
            client.Connection?.IsClosingAfterReply = true;
        }

        if (client is { Blocked: null, Postponed: null })
        {
            client.EndReplyMode(); // Otherwise, its reply is still to come.
        }

        if (client.Tracking is { IsCachingGiven: true } tracking && client.Transaction is null && command?.Facts.Name.StartsWith("client ", StringComparison.Ordinal) != true)
        {
            tracking.IsCachingGiven = false; // It applied to this command, or to this transaction.
        }
    }

    /// <summary>Whether this word begins what a browser sends if a web page makes it talk to this port. Nothing after it may be executed.</summary>
    private static bool IsOfBrowser(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "post"u8) || Ascii.EqualsIgnoreCase(name, "host:"u8);

    /// <summary>Replaces a partly written reply with an error.</summary>
    private static void Replace(ClientSession client, int start, string error)
    {
        OutputBuffer output = client.Reply!.Output;
        output.Truncate(Math.Min(start, output.Length));
        client.Reply.Error(error);
    }

    private void Execute(ClientSession client, Command? command, string? problem, ReadOnlySpan<byte[]> words)
    {
        problem ??= Refusal(client, command!, words);
        if (problem is not null)
        {
            Reject(client, command, problem);
        }
        else if (pause.IsActive && pause.Holds(client, command!.Facts, command.FlagsOf(words)))
        {
            client.Postponed = words.ToArray();
        }
        else if (client.Transaction is { } transaction && !RunsWhileQueueing(command!))
        {
            transaction.Add(words, command!.FlagsOf(words));
            client.Reply!.Output.Append("+QUEUED\r\n"u8);
        }
        else
        {
            Run(client, command!, words);
        }
    }

    private void Run(ClientSession client, Command command, ReadOnlySpan<byte[]> words)
    {
        client.IsExecuting = true;
        try
        {
            runner.Run(command, client, words, client.Reply!);
        }
        finally
        {
            client.IsExecuting = false;
        }

        afterCommand();
    }

    /// <summary>Replies with an error before the command runs. For EXEC, this ends the transaction.</summary>
    private void Reject(ClientSession client, Command? command, string message)
    {
        if (command is not null)
        {
            command.Statistics.RejectedCalls++;
        }

        if (command?.Facts.Name == "exec")
        {
            watches.Discard(client);
            const string Code = "ERR ";
            string reason = message.StartsWith(Code, StringComparison.Ordinal) ? message[Code.Length..] : message;
            client.Reply!.Error($"EXECABORT Transaction discarded because of: {reason}");
        }
        else
        {
            if (client.Transaction is { } transaction)
            {
                transaction.IsBroken = true;
            }

            client.Reply!.Error(message);
        }
    }

    private string? Refusal(ClientSession client, Command command, ReadOnlySpan<byte[]> words) =>
        CommandTable.ArityProblem(command, words.Length)
        ?? guard.Refusal(client, command, words);

    private static bool RunsWhileQueueing(Command command) => command.Facts.Name is "exec" or "discard" or "multi" or "watch" or "quit" or "reset";
}
