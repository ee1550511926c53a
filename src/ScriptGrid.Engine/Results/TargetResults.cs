using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Whether a target answers.</summary>
public enum TargetState
{
    /// <summary>It was not asked yet.</summary>
    Unknown,

    /// <summary>It answers, perhaps with an error.</summary>
    Up,

    /// <summary>It cannot be reached, or refuses the log-in.</summary>
    Down,
}

/// <summary>The latest results about one target itself: its state, and when its certificates expire. Written by its collector, read by scrapes.</summary>
internal sealed class TargetResults
{
    private byte[] _upLine = [];
    private CertificateExpiry? _certificates;

    /// <summary>Whether the target answers, and what was logged about it. Only its collector reads all of it.</summary>
    public TargetHealth Health { get; set; }

    /// <summary>Whether the target answers.</summary>
    public TargetState State => Health.State;

    /// <summary>Why the target is down; null if it is not. Only its collector reads it.</summary>
    public Failure? Failure { get; set; }

    /// <summary>When results or its state were last recorded, as time since the engine's start. Guarded by its collector's lock.</summary>
    public TimeSpan RecordedAt { get; set; }

    /// <summary>The rendered line with the state; empty while the state is unknown.</summary>
    public ReadOnlySpan<byte> UpLine => Volatile.Read(ref _upLine);

    /// <summary>Whether metrics pages show its state. They do not if they show only the rollups of all its scripts.</summary>
    public bool IsExposed { get; set; } = true;

    /// <summary>When its TLS certificates expire; null if it does not speak TLS, or was not reached yet.</summary>
    public CertificateExpiry? Certificates
    {
        get => Volatile.Read(ref _certificates);
        set => Volatile.Write(ref _certificates, value);
    }

    /// <summary>The rendered lines with the expiry of its certificates; empty if there are none.</summary>
    public ReadOnlySpan<byte> CertificateLines => Certificates is { } known ? known.Lines : [];

    /// <summary>Sets the rendered line with the state.</summary>
    public void SetUpLine(byte[] upLine) => Volatile.Write(ref _upLine, upLine);
}
