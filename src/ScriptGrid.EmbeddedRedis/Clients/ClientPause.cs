using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>CLIENT PAUSE: makes commands wait for some time, either all commands or those that write.</summary>
internal sealed class ClientPause(ClientRegistry clients, ServerClock clock, WorkQueue queue)
{
    /// <summary>The longest duration that timers accept, almost 50 days.</summary>
    private const long LongestMilliseconds = uint.MaxValue - 2;

    private long _until;
    private bool _holdsAll;
    private ITimer? _timer;

    internal bool IsActive => _until != 0 && _until > clock.Now;

    /// <summary>Whether a client's command must wait. Only connections wait, and not those of replicas and monitors.</summary>
    internal bool Holds(ClientSession client, CommandFacts facts, CommandFlags flags) =>
        client is { Connection: not null, IsMonitor: false, Replica: not { IsFollowing: true } }
        && IsActive
        && (_holdsAll || MayReplicate(flags) || (facts.Name == "exec" && client.Transaction is { } queued && MayReplicate(queued.AnyFlags)));

    internal void Begin(long milliseconds, bool holdsAll)
    {
        _holdsAll = holdsAll || (IsActive && _holdsAll);
        _until = Math.Max(_until, clock.Now + Math.Min(milliseconds, LongestMilliseconds));
        _timer?.Dispose();
        _timer = clock.Time.CreateTimer(
            _ => queue.Post(EndIfOver), null, TimeSpan.FromMilliseconds(Math.Min(_until - clock.Now + 1, LongestMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    internal void End()
    {
        _until = 0;
        _timer?.Dispose();
        _timer = null;
        foreach (ClientSession client in clients.All.Where(static client => client.Postponed is not null).ToArray())
        {
            client.Proceed();
        }
    }

    private void EndIfOver()
    {
        if (_until != 0 && !IsActive)
        {
            End();
        }
    }

    private static bool MayReplicate(CommandFlags flags) => (flags & (CommandFlags.Write | CommandFlags.MayReplicate)) != 0;
}
