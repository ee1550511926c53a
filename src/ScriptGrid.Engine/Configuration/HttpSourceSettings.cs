using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A list that an HTTP server gives, in the format of Prometheus' HTTP service discovery.</summary>
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

    /// <summary>What is asked. It holds no credentials.</summary>
    public required Uri Url { get; init; }

    /// <summary>How long an answer may take, with all its redirects.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>The user for basic authentication; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>The password for basic authentication; one in a file is read again at each look.</summary>
    public Secret? Password { get; init; }

    /// <summary>A bearer token; one in a file is read again at each look.</summary>
    public Secret? BearerToken { get; init; }

    /// <summary>How to speak TLS; null is as the system does.</summary>
    public TlsSettings? Tls { get; init; }
}
