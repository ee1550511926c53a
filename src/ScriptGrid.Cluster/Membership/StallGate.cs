namespace ScriptGrid.Cluster.Membership;

/// <summary>
/// Closed while this silo may have been declared dead without having noticed: after a pause of the whole process, until the
/// membership was read afresh; and for good once it knows. Nothing is collected meanwhile, since another silo may collect it.
/// </summary>
internal sealed class StallGate(TimeProvider time)
{
    /// <summary>A pause that others may take for death.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    private long _lastBeat = time.GetTimestamp();
    private volatile bool _isClosed;
    private volatile bool _isRetired;
    private volatile bool _isShut;

    /// <summary>Whether collecting is safe. Notices a pause by itself, before the watch comes round to it.</summary>
    public bool IsOpen => !_isShut && !_isClosed && (_isRetired || SinceLastBeat < Tolerance);

    private TimeSpan SinceLastBeat => time.GetElapsedTime(Volatile.Read(ref _lastBeat));

    /// <summary>To be called regularly. A pause since the last call closes the gate; its length is the answer, null where all is well.</summary>
    public TimeSpan? Beat()
    {
        TimeSpan pause = SinceLastBeat;
        bool isStall = pause >= Tolerance;
        _isClosed |= isStall;
        Volatile.Write(ref _lastBeat, time.GetTimestamp());
        return isStall ? pause : null;
    }

    /// <summary>Opens the gate: membership says that this silo is active.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Closes the gate for good: others have taken over, or will.</summary>
    public void Shut() => _isShut = true;

    /// <summary>Nobody beats any more, since the silo ends: what it still holds is collected until it is handed over.</summary>
    public void Retire()
    {
        _ = Beat();
        _isRetired = true;
    }
}
