using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>CLIENT PAUSE: for some time commands wait, all of them or those that write.</summary>
internal sealed class ClientPause(RedisServer server)
{
    private long _until;
    private bool _holdsAll;
    private ITimer? _timer;

    internal bool IsActive => _until > server.Clock.Now;

    /// <summary>Whether a client's command must wait; connections only.</summary>
    internal bool Holds(ClientSession client, Command command)
    {
        const CommandFlags Replicated = CommandFlags.Write;
        return _until != 0
            && client.Connection is not null
            && IsActive
            && (_holdsAll ? command.Facts.Name is not ("client unpause" or "client pause") : MayWrite(client, command, Replicated));
    }

    internal void Begin(long milliseconds, bool holdsAll)
    {
        _holdsAll = holdsAll || (IsActive && _holdsAll);
        _until = Math.Max(_until, server.Clock.Now + milliseconds);
        _timer?.Dispose();
        _timer = server.Clock.Time.CreateTimer(
            _ => server.Executor.Queue.Post(EndIfOver), null, TimeSpan.FromMilliseconds(_until - server.Clock.Now + 1), Timeout.InfiniteTimeSpan);
    }

    internal void End()
    {
        _until = 0;
        _timer?.Dispose();
        _timer = null;
        foreach (ClientSession client in server.Clients.All.Where(static client => client.Postponed is not null).ToArray())
        {
            server.Clients.Resume(client);
        }
    }

    private void EndIfOver()
    {
        if (_until != 0 && !IsActive)
        {
            End();
        }
    }

    private static bool MayWrite(ClientSession client, Command command, CommandFlags write) =>
        command.Facts.Flags.HasFlag(write)
        || command.Facts.Name is "publish" or "pfcount" or "eval" or "evalsha" or "fcall"
        || (command.Facts.Name == "exec" && client.Transaction?.AnyFlags.HasFlag(write) == true);
}
