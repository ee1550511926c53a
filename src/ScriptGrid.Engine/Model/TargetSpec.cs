using System.Text.Json.Serialization;

namespace ScriptGrid.Engine.Model;

/// <summary>One target to collect from: where it is, how to log in, and which scripts run there.</summary>
public sealed record TargetSpec
{
    /// <summary>Where the target is; its <see cref="TargetAddress.Id"/> is the target's identity.</summary>
    public required TargetAddress Address { get; init; }

    /// <summary>How to log in; null sends no AUTH.</summary>
    public RedisCredentials? Credentials { get; init; }

    /// <summary>How to speak TLS; null is plain TCP.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>How its connection introduces itself to the server. Shared between targets of one group.</summary>
    public Greeting Greeting { get; init; } = Greeting.Default;

    /// <summary>Labels of the target's group, merged over the global ones. Shared between targets of one group.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Name of the label that holds the target's role on each of its series; null uses the one that is configured for all targets, if any.</summary>
    public string? RoleLabel { get; init; }

    /// <summary>
    /// Whether the source that found the target reports it as failed. While such a target does not answer, it has no role: a former master may no longer be
    /// one.
    /// </summary>
    public bool HasFailed { get; init; }

    /// <summary>Whether the source that found the target is a Redis Cluster. Of other targets, an answer to HELLO tells whether they are in one.</summary>
    public bool IsClusterNode { get; init; }

    /// <summary>The source that found the target, as <c>group/kind</c>; null if the configuration names the target itself.</summary>
    public string? Source { get; init; }

    /// <summary>The scripts that run on this target, in configured order. Shared between targets of one group.</summary>
    public required IReadOnlyList<ScriptSpec> Scripts { get; init; }
}

/// <summary>TLS settings of a target, or of a cluster. File paths are absolute. Changes of the files are noticed.</summary>
public sealed record TlsSettings
{
    /// <summary>PEM file with the certificate authorities to trust; null trusts those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the client certificate; null sends none.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file of the client certificate's key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name that the server's certificate must be for, also sent as SNI; null uses the target's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>The oldest TLS version to accept; null leaves it to the system.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsVersion? MinVersion { get; init; }

    /// <summary>Whether to accept any server certificate. Default: false. If true, the password goes to any server that answers.</summary>
    public bool InsecureSkipVerify { get; init; }
}

/// <summary>A version of TLS. The numbers are a contract between silos.</summary>
public enum TlsVersion
{
    /// <summary>TLS 1.2, RFC 5246.</summary>
    Tls12 = 12,

    /// <summary>TLS 1.3, RFC 8446.</summary>
    Tls13 = 13,
}
