using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Results;

/// <summary>Whether a target answers.</summary>
public enum TargetState
{
    /// <summary>It was not asked yet.</summary>
    Unknown,

    /// <summary>It answers, if only with an error.</summary>
    Up,

    /// <summary>It cannot be reached, or does not let us in.</summary>
    Down,
}

/// <summary>The latest results of one target: its state, and those of its scripts. Written by its collector, read by scrapes.</summary>
internal sealed class TargetResults
{
    private byte[] _upLine = [];
    private CertificateExpiry? _certificates;

    /// <summary>Whether the target answers, and what was told of it. Only its collector reads all of it.</summary>
    public TargetHealth Health { get; set; }

    /// <summary>Whether the target answers.</summary>
    public TargetState State => Health.State;

    /// <summary>Why the target is down; null where it is not. Only its collector reads it.</summary>
    public Failure? Failure { get; set; }

    /// <summary>The line of the family that tells the state; empty while it is unknown.</summary>
    public ReadOnlySpan<byte> UpLine => Volatile.Read(ref _upLine);

    /// <summary>Whether metrics pages show its state; not where they show rollups alone of all its scripts.</summary>
    public bool IsExposed { get; set; } = true;

    /// <summary>When certificates of its TLS end; null where it speaks none, or was not reached yet.</summary>
    public CertificateExpiry? Certificates
    {
        get => Volatile.Read(ref _certificates);
        set => Volatile.Write(ref _certificates, value);
    }

    /// <summary>The lines of the family that tells when certificates end; empty where there are none.</summary>
    public ReadOnlySpan<byte> CertificateLines => Certificates is { } known ? known.Lines : [];

    /// <summary>Sets the line that tells the state.</summary>
    public void SetUpLine(byte[] upLine) => Volatile.Write(ref _upLine, upLine);
}
