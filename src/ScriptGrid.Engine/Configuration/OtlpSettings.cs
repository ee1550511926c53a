using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where the process's own metrics, rollups and spans are pushed. They are read at start; a reload does not change them.</summary>
public sealed record OtlpSettings
{
    /// <summary>The receiver, without the path of a signal.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Speak gRPC rather than protobuf over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>Time from one push of metrics to the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>File of headers for every request, which is read for each; null for none.</summary>
    public string? HeadersFile { get; init; }

    /// <summary>TLS, for an endpoint of <c>https://</c>.</summary>
    public TlsSettings? Tls { get; init; }
}
