using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>What silos tell each other of a configuration. Names are a contract between versions; unknown ones are ignored.</summary>
internal sealed record CatalogueContent
{
    public required TimeSpan Interval { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required string TargetLabel { get; init; }

    /// <summary>The label that holds a target's role; null is none, and what silos wrote that knew of none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public required string Namespace { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxPageSeries { get; init; }

    public bool RedisExporterCompatible { get; init; }

    /// <summary>How long a connection to a host name is kept; null is as where nothing is configured, and what silos wrote that left it to each of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? MaxConnectionAge { get; init; }

    public ImmutableArray<CatalogueScript> Scripts { get; init; } = [];

    public ImmutableArray<CatalogueGroup> Groups { get; init; } = [];

    /// <summary>The <c>target_groups</c>, where one of them has a source; null where none has, and what silos wrote that knew no such thing.</summary>
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

    /// <summary>The role of the servers that it runs on; null is any, and what silos wrote that knew no other way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerRole? On { get; init; }

    public ImmutableArray<string> Keys { get; init; } = [];

    public ImmutableArray<string> Arguments { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The metrics that it declares, each as it is written in a script; null is none, and what silos wrote that knew no such thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Metrics { get; init; }

    /// <summary>What rows call each of <see cref="Metrics"/>; null where they call them by their names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? RowNames { get; init; }

    /// <summary>It runs on the targets of groups that name it alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfGroup { get; init; }

    public Aggregations Aggregate { get; init; }

    /// <summary>Labels by which it is rolled up; null is none, and what silos wrote that knew no such thing.</summary>
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

/// <summary>Targets that share everything but their address.</summary>
internal sealed record CatalogueGroup
{
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Positions in the catalogue's list of scripts.</summary>
    public ImmutableArray<int> Scripts { get; init; } = [];

    public Dictionary<string, string> Labels { get; init; } = [];

    /// <summary>The label that holds the role of these targets; null is that of all, and what silos wrote that knew no other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RoleLabel { get; init; }

    public string? Username { get; init; }

    /// <summary>Where each silo finds the password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The program that each silo runs for the password, with its arguments; null is none, and what silos wrote that knew no such thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? PasswordCommand { get; init; }

    /// <summary>How long a password of that program is good for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? PasswordTtl { get; init; }

    /// <summary>Where each silo finds credentials by target; null is nowhere, and what silos wrote that knew no such thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialsFile { get; init; }

    /// <summary>The group whose credentials these are, as metrics name it; null where they cannot change, and in what silos wrote that knew no such thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CredentialGroup { get; init; }

    /// <summary>There is a password that did not come from a file: only silos that were given it know it.</summary>
    public bool HasUnnamedPassword { get; init; }

    public TlsSettings? Tls { get; init; }

    /// <summary>How connections introduce themselves; null is as where nothing is configured, and what silos wrote that knew no other way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Greeting? Greeting { get; init; }
}
