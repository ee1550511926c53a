using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>The beginning and the end, and callers in this process.</content>
internal sealed partial class RedisServer
{
    private ClientSession? _local;

    /// <summary>The address that it listens on.</summary>
    internal string Address { get; set; } = "";

    /// <summary>The TCP port that it listens on.</summary>
    internal int Port { get; set; }

    /// <summary>Carries out a command of a caller in this process and returns its reply as RESP2.</summary>
    internal byte[] ExecuteLocal(byte[][] words)
    {
        // In the middle of a script the session may be the one that the script runs for.
        ClientSession session = IsServingWhileBusy ? Clients.CreateLocal() : _local ??= Clients.CreateLocal();
        Dispatcher.Execute(session, words);
        byte[] reply = session.Reply!.Output.Written.ToArray();
        session.Reply.Output.Clear();
        return reply;
    }

    /// <summary>The last thing that the executor thread does.</summary>
    internal void End()
    {
        _housekeeping?.Dispose();
        Clients.CloseAll();
    }
}
