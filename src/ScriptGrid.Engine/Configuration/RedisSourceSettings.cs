using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A source that reports servers, their roles and their health over RESP.</summary>
internal abstract record RedisSourceSettings : SourceSettings
{
    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan DefaultKeepFailed = TimeSpan.FromMinutes(5);

    /// <summary>How long one attempt to ask one server may take.</summary>
    public static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(3);

    /// <summary>The servers to ask, with their address, TLS settings and login.</summary>
    public required ImmutableArray<TargetSpec> Asked { get; init; }

    /// <summary>Only servers with these roles become targets.</summary>
    public required ImmutableArray<ServerRole> Roles { get; init; }

    /// <summary>How long a server that is reported as failed stays a target.</summary>
    public TimeSpan KeepFailed { get; init; } = DefaultKeepFailed;

    /// <inheritdoc/>
    public override string Origin => string.Join(' ', [.. Asked.Select(static server => server.Address.Id), .. Roles.Select(static role => role.ToString())]);

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => Asked.Select(static server => server.Credentials?.Password).OfType<string>();
}

/// <summary>Which of its addresses identifies a cluster node as a target.</summary>
internal enum NodeAddress
{
    /// <summary>The endpoint that the cluster prefers for clients.</summary>
    Endpoint,

    /// <summary>The IP address.</summary>
    Ip,

    /// <summary>The host name; the IP address if the node has no host name.</summary>
    HostName,
}

/// <summary>The nodes of a Redis Cluster.</summary>
internal sealed record ClusterSourceSettings : RedisSourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "redis_cluster";

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <summary>Which address identifies a node as a target.</summary>
    public NodeAddress Addresses { get; init; }
}

/// <summary>The masters that Sentinels watch, and their replicas.</summary>
internal sealed record SentinelSourceSettings : RedisSourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "sentinel";

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => $"{base.Origin} {string.Join(' ', Masters)}";

    /// <summary>The names of the masters; empty for every one.</summary>
    public ImmutableArray<string> Masters { get; init; } = [];
}
