using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where the process pushes its own metrics, rollups and spans. Read at start; a reload does not change it.</summary>
public sealed record OtlpSettings
{
    /// <summary>The receiver's URL, without the path of a signal.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Whether to use gRPC instead of protobuf over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>The time between two pushes of metrics.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The file of headers for every request, read anew for each; null for none.</summary>
    public string? HeadersFile { get; init; }

    /// <summary>The TLS settings of an <c>https://</c> endpoint.</summary>
    public TlsSettings? Tls { get; init; }
}
