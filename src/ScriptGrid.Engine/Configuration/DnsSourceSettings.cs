using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The type of DNS records that a source queries.</summary>
internal enum DnsRecordType
{
    /// <summary>IPv4 addresses.</summary>
    A,

    /// <summary>IPv6 addresses.</summary>
    Aaaa,

    /// <summary>Hosts with ports.</summary>
    Srv,
}

/// <summary>DNS names whose records are the targets.</summary>
internal sealed record DnsSourceSettings : SourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "dns";

    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => $"{Type} {Port} {string.Join(' ', Names)} {string.Join(' ', Servers)}";

    /// <summary>The names to query, fully qualified.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>The type of records to query.</summary>
    public DnsRecordType Type { get; init; }

    /// <summary>The port of targets found by address. SRV records have their own ports.</summary>
    public int Port { get; init; } = TargetAddress.DefaultPort;

    /// <summary>The DNS servers to query; empty for those of the system.</summary>
    public ImmutableArray<IPEndPoint> Servers { get; init; } = [];
}
