using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>
/// The part of a configuration that silos share, as JSON. Property names are a contract between versions, and unknown properties are ignored.
/// </summary>
internal sealed record CatalogueContent
{
    public required TimeSpan Interval { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required string TargetLabel { get; init; }

    /// <summary>The label that holds a target's role; null if there is none, or if an older version wrote the catalogue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public required string Namespace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxPageSeries { get; init; }

    public bool RedisExporterCompatible { get; init; }

    /// <summary>
    /// How long a connection to a host name is kept. Null means <see cref="Defaults.MaxConnectionAge"/>. Older versions did not write it: there, each silo
    /// used its own setting.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? MaxConnectionAge { get; init; }

    public ImmutableArray<CatalogueScript> Scripts { get; init; } = [];

    public ImmutableArray<CatalogueGroup> Groups { get; init; } = [];

    /// <summary>The <c>target_groups</c>, if at least one of them has a source; null if none has, or if an older version wrote the catalogue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CatalogueTargetGroup[]? TargetGroups { get; init; }
}

/// <summary>One script, with its text.</summary>
internal sealed record CatalogueScript
{
    public required string Name { get; init; }

    public string Path { get; init; } = "";

    public required byte[] Body { get; init; }

    public TimeSpan? Interval { get; init; }

    public TimeSpan Timeout { get; init; }

    public TimeSpan Expiry { get; init; }

    public ReadOnlyMode ReadOnly { get; init; }

    /// <summary>The role of the servers that it runs on; null means any role. Older versions did not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerRole? On { get; init; }

    public ImmutableArray<string> Keys { get; init; } = [];

    public ImmutableArray<string> Arguments { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The declared metrics, each in the notation that scripts use; null if there are none, or if an older version wrote the catalogue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Metrics { get; init; }

    /// <summary>The names by which rows refer to each of <see cref="Metrics"/>; null if rows use the metrics' own names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? RowNames { get; init; }

    /// <summary>Whether it runs only on the targets of groups that name it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfGroup { get; init; }

    public Aggregations Aggregate { get; init; }

    /// <summary>Labels by which it is rolled up; null if there are none, or if an older version wrote the catalogue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? AggregateBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Exposure Expose { get; init; }

    public double? MaxBusy { get; init; }

    public bool KillOnTimeout { get; init; }

    public int MaxReplyBytes { get; init; }

    public int MaxSeries { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxFleetSeries { get; init; }
}

/// <summary>Targets that share everything except their address.</summary>
internal sealed record CatalogueGroup
{
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Positions in the catalogue's list of scripts.</summary>
    public ImmutableArray<int> Scripts { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The label that holds the role of these targets; null means that the catalogue's label applies. Older versions did not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public string? Username { get; init; }

    /// <summary>The file in which each silo finds the password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>
    /// The program that each silo runs to get the password, with its arguments; null if there is none, or if an older version wrote the catalogue.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? PasswordCommand { get; init; }

    /// <summary>How long a password from that program stays valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? PasswordTtl { get; init; }

    /// <summary>The file in which each silo finds credentials by target; null if there is none, or if an older version wrote the catalogue.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialsFile { get; init; }

    /// <summary>
    /// The group that these credentials belong to, as metrics name it; null if the credentials cannot change, or if an older version wrote the catalogue.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialGroup { get; init; }

    /// <summary>Whether there is a password that came neither from a file nor from a program. Only silos whose own configuration has it know it.</summary>
    public bool HasUnnamedPassword { get; init; }

    public TlsSettings? Tls { get; init; }

    /// <summary>How connections introduce themselves; null means the default. Older versions did not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Greeting? Greeting { get; init; }
}
