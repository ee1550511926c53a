using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Which records are asked for.</summary>
internal enum DnsRecordType
{
    /// <summary>IPv4 addresses.</summary>
    A,

    /// <summary>IPv6 addresses.</summary>
    Aaaa,

    /// <summary>Hosts with ports.</summary>
    Srv,
}

/// <summary>Names whose records are the targets.</summary>
internal sealed record DnsSourceSettings : SourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "dns";

    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => $"{Type} {Port} {string.Join(' ', Names)} {string.Join(' ', Servers)}";

    /// <summary>The names, each a whole one.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>What is asked for.</summary>
    public DnsRecordType Type { get; init; }

    /// <summary>The port of addresses; hosts with ports have their own.</summary>
    public int Port { get; init; } = TargetAddress.DefaultPort;

    /// <summary>Who is asked; empty asks the servers of the system.</summary>
    public ImmutableArray<IPEndPoint> Servers { get; init; } = [];
}
