using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A list of targets from an HTTP server, in the format of Prometheus' HTTP service discovery.</summary>
internal sealed record HttpSourceSettings : SourceSettings
{
    /// <summary>The key of this source.</summary>
    public const string Key = "http_sd";

    public static readonly TimeSpan DefaultRefresh = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Kind => Key;

    /// <inheritdoc/>
    public override string Origin => Url.AbsoluteUri;

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => [Password?.Text ?? "", BearerToken?.Text ?? ""];

    /// <summary>The URL of the list. It contains no credentials.</summary>
    public required Uri Url { get; init; }

    /// <summary>How long a response may take, including all redirects.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The user for basic authentication; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The password for basic authentication; null for none. A password in a file is read again for each request.</summary>
    public Secret? Password { get; init; }

    /// <summary>The bearer token; null for none. A token in a file is read again for each request.</summary>
    public Secret? BearerToken { get; init; }

    /// <summary>The TLS settings; null for the system's defaults.</summary>
    public TlsSettings? Tls { get; init; }
}
