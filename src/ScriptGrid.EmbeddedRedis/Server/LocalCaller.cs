using System.Text;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Executes commands of this process, which may do everything and never wait.</summary>
internal sealed class LocalCaller(Dispatcher dispatcher, ClientRegistry clients, ErrorStatistics errors, BusyScript busy, ServerClock clock, BufferBudget budget)
{
    private static readonly string[] ForConnections = ["SYNC", "PSYNC", "MONITOR", "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE"];

    private ClientSession? _session;

    /// <summary>Executes a command and returns the reply as RESP2.</summary>
    internal byte[] Execute(byte[][] words)
    {
        // During a script, the session may be the one that the script runs for.
        ClientSession session = busy.Current is not null ? NewSession() : _session ??= NewSession();
        session.ActiveAt = clock.Now;
        session.Reply!.Output.Clear(); // What was pushed to it since its last command.
        try
        {
            if ((RefusedReplyMode(words) ?? RefusedCommand(words[0])) is { } refused)
            {
                session.Reply.Error($"ERR {refused} needs a connection of its own: a call of the host gets one reply");
            }
            else
            {
                dispatcher.Execute(session, words);
            }

            return session.Reply.Output.Written.ToArray();
        }
        finally
        {
            session.Reply.Output.Clear();
        }
    }

    /// <summary>Returns the name of a command that gives no reply, or more than one.</summary>
    private static string? RefusedCommand(byte[] name) => Array.Find(ForConnections, refused => Ascii.EqualsIgnoreCase(name, refused));

    private static string? RefusedReplyMode(byte[][] words) =>
        words.Length != 3 || !Ascii.EqualsIgnoreCase(words[0], "client"u8) || !Ascii.EqualsIgnoreCase(words[1], "reply"u8) ? null
        : Ascii.EqualsIgnoreCase(words[2], "off"u8) ? "CLIENT REPLY OFF"
        : Ascii.EqualsIgnoreCase(words[2], "skip"u8) ? "CLIENT REPLY SKIP"
        : null;

    private ClientSession NewSession() => new() { Id = clients.NewId(), Reply = new RespReply(errors, budget), DenyBlocking = true, ConnectedAt = clock.Now };
}
