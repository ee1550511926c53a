using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Executes commands of this process, which may do everything and never wait.</summary>
internal sealed class LocalCaller(Dispatcher dispatcher, ClientRegistry clients, ErrorStatistics errors, BusyScript busy, ServerClock clock, BufferBudget budget)
{
    private ClientSession? _session;

    /// <summary>Executes a command and returns the reply as RESP2.</summary>
    internal byte[] Execute(byte[][] words)
    {
        // During a script, the session may be the one that the script runs for.
        ClientSession session = busy.Current is not null ? NewSession() : _session ??= NewSession();
        dispatcher.Execute(session, words);
        byte[] reply = session.Reply!.Output.Written.ToArray();
        session.Reply.Output.Clear();
        return reply;
    }

    private ClientSession NewSession() => new() { Id = clients.NewId(), Reply = new RespReply(errors, budget), DenyBlocking = true, ConnectedAt = clock.Now };
}
