using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>One of the <c>target_groups</c>, with everything that decides about the targets its sources find.</summary>
internal sealed record CatalogueTargetGroup
{
    public required string Name { get; init; }

    /// <summary>The number of the catalogue's targets that are listed in this group. They follow the targets of the groups before it.</summary>
    public int Targets { get; init; }

    /// <summary>Positions in the catalogue's list of scripts.</summary>
    public ImmutableArray<int> Scripts { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The label that holds the role of its targets; null means that the catalogue's label applies. Older versions did not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public string? Username { get; init; }

    public CatalogueSecret? Password { get; init; }

    /// <summary>The file in which each silo finds credentials by target; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialsFile { get; init; }

    /// <summary>Whether single targets have passwords of their own. Only silos whose own configuration has these passwords know them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasListedPasswords { get; init; }

    /// <summary>TLS settings for every target; null if only targets whose address asks for TLS use it.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>TLS settings for targets whose address asks for TLS; null means the system's defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsSettings? RedissTls { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Greeting? Greeting { get; init; }

    public CatalogueSource[] Sources { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CatalogueRelabelRule[]? Relabel { get; init; }

    /// <summary>The addresses that may receive the login; null if there is no such list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Allow { get; init; }
}

/// <summary>Where a secret is found; never the secret itself.</summary>
internal sealed record CatalogueSecret
{
    /// <summary>
    /// The file in which each silo finds the secret. If both this and <see cref="Command"/> are null, only silos whose own configuration has the secret know
    /// it.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The program that each silo runs to get the secret, with its arguments; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Command { get; init; }

    /// <summary>How long a secret from that program stays valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Ttl { get; init; }
}

/// <summary>A source of a group. Properties that its kind does not use are null.</summary>
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

    /// <summary>TLS settings for Sentinels whose address asks for TLS, where others have none; null means the system's defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TlsSettings? RedissTls { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Names { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DnsRecordType? RecordType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Port { get; init; }

    /// <summary>The servers that are asked: DNS servers, seeds of a cluster, or Sentinels.</summary>
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

/// <summary>A relabel rule.</summary>
internal sealed record CatalogueRelabelRule
{
    public RelabelAction Action { get; init; }

    public string[] SourceLabels { get; init; } = [];

    public string Separator { get; init; } = "";

    /// <summary>The regular expression, including its anchors.</summary>
    public required string Regex { get; init; }

    public string TargetLabel { get; init; } = "";

    public string Replacement { get; init; } = "";
}
