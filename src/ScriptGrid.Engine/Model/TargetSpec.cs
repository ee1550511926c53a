using System.Text.Json.Serialization;

namespace ScriptGrid.Engine.Model;

/// <summary>One target as it is collected: where it is, how to log in, and which scripts run there.</summary>
public sealed record TargetSpec
{
    /// <summary>Where the target is; its <see cref="TargetAddress.Id"/> is the target's identity.</summary>
    public required TargetAddress Address { get; init; }

    /// <summary>How to log in; null sends no AUTH.</summary>
    public RedisCredentials? Credentials { get; init; }

    /// <summary>How to speak TLS; null is plain TCP.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>How its connection introduces itself. Shared between targets of one group.</summary>
    public Greeting Greeting { get; init; } = Greeting.Default;

    /// <summary>Labels of the target's group, merged over the global ones. Shared between targets of one group.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Name of the label that holds the target's role, on each of its series; null is the one that is configured for all, if any.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>
    /// The source that found it says that it has failed. While it does not answer it has no role then: who was a master may be none any more.
    /// </summary>
    public bool HasFailed { get; init; }

    /// <summary>The source that found it, as <c>group/kind</c>; null for one that is written.</summary>
    public string? Source { get; init; }

    /// <summary>The scripts that run on this target, in configured order. Shared between targets of one group.</summary>
    public required IReadOnlyList<ScriptSpec> Scripts { get; init; }
}

/// <summary>TLS settings of a target, or of a cluster. File paths are absolute; files are followed.</summary>
public sealed record TlsSettings
{
    /// <summary>PEM file with the authorities to trust; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the client certificate; null sends none.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file of the client certificate's key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name the server's certificate must be for, also sent as SNI; null is the target's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>The oldest version of TLS that is spoken; null is the system's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsVersion? MinVersion { get; init; }

    /// <summary>Accept any server certificate. Off by default: the password is then sent to any server that answers.</summary>
    public bool InsecureSkipVerify { get; init; }
}

/// <summary>A version of TLS. Numbers are a contract between silos.</summary>
public enum TlsVersion
{
    /// <summary>TLS 1.2, RFC 5246.</summary>
    Tls12 = 12,

    /// <summary>TLS 1.3, RFC 8446.</summary>
    Tls13 = 13,
}
