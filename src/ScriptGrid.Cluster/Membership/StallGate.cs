namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Closed while this silo may have been declared dead without having noticed: after a pause of the whole process, until the membership has been read again;
/// and forever once the silo knows. While it is closed nothing is collected, because another silo may be collecting the same.
/// </summary>
internal sealed class StallGate(TimeProvider time)
{
    /// <summary>The length from which a pause may make other silos take this one for dead.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    private long _lastBeat = time.GetTimestamp();
    private volatile bool _isClosed;
    private volatile bool _isRetired;
    private volatile bool _isShut;

    /// <summary>Whether collecting is safe. Detects a pause by itself, even before <see cref="StallWatch"/> does.</summary>
    public bool IsOpen => !_isShut && !_isClosed && (_isRetired || SinceLastBeat < Tolerance);

    private TimeSpan SinceLastBeat => time.GetElapsedTime(Volatile.Read(ref _lastBeat));

    /// <summary>Must be called regularly. A pause since the last call closes the gate; then its length is returned, otherwise null.</summary>
    public TimeSpan? Beat()
    {
        TimeSpan pause = SinceLastBeat;
        bool isStall = pause >= Tolerance;
        _isClosed |= isStall;
        Volatile.Write(ref _lastBeat, time.GetTimestamp());
        return isStall ? pause : null;
    }

    /// <summary>Opens the gate, because membership says that this silo is active.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Closes the gate forever, because other silos have taken over or will.</summary>
    public void Shut() => _isShut = true;

    /// <summary>Stops expecting beats, because the silo is shutting down. What it still holds is collected until it is handed over.</summary>
    public void Retire()
    {
        _ = Beat();
        _isRetired = true;
    }
}
