using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A source that is asked by RESP for servers, their roles and their health.</summary>
internal abstract record RedisSourceSettings : SourceSettings
{
    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan DefaultKeepFailed = TimeSpan.FromMinutes(5);

    /// <summary>How long an attempt to ask one server may take.</summary>
    public static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(3);

    /// <summary>Who is asked, as it is reached and with its login.</summary>
    public required ImmutableArray<TargetSpec> Asked { get; init; }

    /// <summary>The roles that become targets.</summary>
    public required ImmutableArray<ServerRole> Roles { get; init; }

    /// <summary>How long a server that is said to have failed stays a target.</summary>
    public TimeSpan KeepFailed { get; init; } = DefaultKeepFailed;

    /// <inheritdoc/>
    public override string Origin => string.Join(' ', [.. Asked.Select(static server => server.Address.Id), .. Roles.Select(static role => role.ToString())]);

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => Asked.Select(static server => server.Credentials?.Password).OfType<string>();
}

/// <summary>By which name the nodes of a cluster become targets.</summary>
internal enum NodeAddress
{
    /// <summary>The endpoint that the cluster wants clients to use.</summary>
    Endpoint,

    /// <summary>The IP address.</summary>
    Ip,

    /// <summary>The host name, where a node has one; else its IP address.</summary>
    HostName,
}

/// <summary>The nodes of a Redis Cluster.</summary>
internal sealed record ClusterSourceSettings : RedisSourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "redis_cluster";

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <summary>By which name nodes become targets.</summary>
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
