namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The time that commands see. As in Redis, it stands still while a script or a transaction runs.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private DateTimeOffset? _frozen;

    /// <summary>The current time in milliseconds since 1970, for expiry and idle times.</summary>
    internal long Milliseconds => (_frozen ?? Time.GetUtcNow()).ToUnixTimeMilliseconds();

    /// <summary>The current time in microseconds since 1970. It never stands still, because TIME does not.</summary>
    internal long Microseconds => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The current time in milliseconds since 1970. It never stands still.</summary>
    internal long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    internal TimeProvider Time { get; } = time;

    /// <summary>Whether a test may move the time at once, so that all that is due by then must happen before anything else does.</summary>
    internal bool MayBeMoved => Time != TimeProvider.System;

    /// <summary>Whether a command, script or transaction is under way, for which the time stands still.</summary>
    internal bool IsFrozen => _frozen is not null;

    /// <summary>The system's clock, which measures the running time of scripts. With a clock that stands still, a script could run forever.</summary>
    internal static TimeProvider OfScripts => TimeProvider.System;

    /// <summary>Stops the clock. Returns false if it was already stopped, so that only the caller that stopped it restarts it.</summary>
    internal bool Freeze()
    {
        if (_frozen is not null)
        {
            return false;
        }

        _frozen = Time.GetUtcNow();
        return true;
    }

    internal void Thaw() => _frozen = null;
}
