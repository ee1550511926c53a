using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>What the file of <c>--web.config.file</c> says, in the format of Prometheus' exporter toolkit.</summary>
internal sealed record WebConfig
{
    /// <summary>TLS; null is plain HTTP.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Whether HTTP/2 is spoken, where there is TLS.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Headers of every answer.</summary>
    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Who may log in.</summary>
    public ImmutableArray<WebUser> Users { get; init; } = [];

    /// <summary>How many requests are answered; null is any number.</summary>
    public RequestRate? Rate { get; init; }
}
