using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>The content of the file of <c>--web.config.file</c>, in the format of Prometheus' exporter toolkit.</summary>
internal sealed record WebConfig
{
    /// <summary>The TLS settings; null for plain HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Whether HTTP/2 is enabled if there is TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>The headers of every response.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The users who may log in.</summary>
    public ImmutableArray<WebUser> Users { get; init; } = [];

    /// <summary>The limit on the rate of requests; null for none.</summary>
    public RequestRate? Rate { get; init; }
}
