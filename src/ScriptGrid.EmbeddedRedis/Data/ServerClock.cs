namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The time that commands see. It stands still while a script or a transaction runs, as Redis has it.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private DateTimeOffset? _frozen;

    /// <summary>Milliseconds since 1970 for expiry and idle times.</summary>
    internal long Milliseconds => (_frozen ?? Time.GetUtcNow()).ToUnixTimeMilliseconds();

    /// <summary>Microseconds since 1970, whatever runs: TIME does not stand still.</summary>
    internal long Microseconds => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Milliseconds since 1970, whatever runs.</summary>
    internal long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    internal TimeProvider Time { get; } = time;

    /// <summary>The machine's own time, by which scripts are held to their limits: a clock that stands still must let none run for ever.</summary>
    internal static TimeProvider OfScripts => TimeProvider.System;

    /// <summary>Stops the clock; false if it stood still already, so that who stopped it lets it go on.</summary>
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
