using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>One of the <c>target_groups</c>, as far as it matters for what sources find.</summary>
internal sealed record CatalogueTargetGroup
{
    public required string Name { get; init; }

    /// <summary>How many of the catalogue's targets are written in it: those next behind the targets of the groups before.</summary>
    public int Targets { get; init; }

    /// <summary>Positions in the catalogue's list of scripts.</summary>
    public ImmutableArray<int> Scripts { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The label that holds the role of its targets; null is that of all, and what silos wrote that knew no other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public string? Username { get; init; }

    public CatalogueSecret? Password { get; init; }

    /// <summary>Where each silo finds credentials by target; null is nowhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialsFile { get; init; }

    /// <summary>There are passwords for single targets, which only silos know that were given them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasListedPasswords { get; init; }

    /// <summary>TLS for every target; null is for those alone whose address asks for it.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>TLS for targets whose address asks for it; null is as the system does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsSettings? RedissTls { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Greeting? Greeting { get; init; }

    public CatalogueSource[] Sources { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CatalogueRelabelRule[]? Relabel { get; init; }

    /// <summary>The addresses that may have the login; null where none are listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Allow { get; init; }
}

/// <summary>Where a secret is, and never the secret.</summary>
internal sealed record CatalogueSecret
{
    /// <summary>Where each silo finds it; null for one that came neither from a file nor from a program: only silos that were given it know it.</summary>
    public string? File { get; init; }

    /// <summary>The program that each silo runs for it, with its arguments; null is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Command { get; init; }

    /// <summary>How long what that program gives is good for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Ttl { get; init; }
}

/// <summary>A source of a group. What the kind has no use for is null.</summary>
internal sealed record CatalogueSource
{
    /// <summary>The key of the source in a configuration file.</summary>
    public required string Kind { get; init; }

    public required TimeSpan Refresh { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Files { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Timeout { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Username { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CatalogueSecret? Password { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CatalogueSecret? BearerToken { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsSettings? Tls { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Names { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DnsRecordType? RecordType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Port { get; init; }

    /// <summary>Who is asked: DNS servers, seeds of a cluster, or Sentinels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Servers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerRole[]? Roles { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeAddress? Addresses { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? KeepFailed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Masters { get; init; }
}

/// <summary>A rule about labels.</summary>
internal sealed record CatalogueRelabelRule
{
    public RelabelAction Action { get; init; }

    public string[] SourceLabels { get; init; } = [];

    public string Separator { get; init; } = "";

    /// <summary>The regex with its anchors.</summary>
    public required string Regex { get; init; }

    public string TargetLabel { get; init; } = "";

    public string Replacement { get; init; } = "";
}
