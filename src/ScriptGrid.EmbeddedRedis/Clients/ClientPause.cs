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

    /// <summary>Whether a client's command must wait. Only connections wait.</summary>
    internal bool Holds(ClientSession client, CommandFacts facts, CommandFlags flags) =>
        client.Connection is not null
        && IsActive
        && (_holdsAll || MayWrite(client, facts, flags));

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

    // A script may write unless it declares that it does not.
    private static bool MayWrite(ClientSession client, CommandFacts facts, CommandFlags flags) =>
        flags.HasFlag(CommandFlags.Write)
        || facts.Name is "publish" or "pfcount"
        || (facts.Name is "eval" or "evalsha" or "fcall" && !flags.HasFlag(CommandFlags.DeclaresNoWrites))
        || (facts.Name == "exec" && client.Transaction?.AnyFlags.HasFlag(CommandFlags.Write) == true);
}
