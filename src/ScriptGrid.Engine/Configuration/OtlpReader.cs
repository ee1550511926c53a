namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the <c>otlp</c> section.</summary>
internal static class OtlpReader
{
    private const string EndpointKey = "endpoint";
    private const string HeadersKey = "headers_file";

    private static readonly ValueKind<bool> Protocol = ValueKinds.Choice(("http/protobuf", false), ("grpc", true));

    /// <summary>Returns the section's settings; null if there is no section or no endpoint, and nothing is pushed.</summary>
    public static OtlpSettings? Read(Section parent) => parent.Child("otlp", ReadSection);

    private static OtlpSettings? ReadSection(Section section)
    {
        Uri? endpoint = ReadEndpoint(section);
        bool? isGrpc = section.Value("protocol", Protocol);
        TimeSpan? interval = section.Value("interval", ValueKinds.Interval);
        Model.TlsSettings? tls = TlsReader.Read(section);
        if (tls is not null && endpoint is { Scheme: "http" })
        {
            section.Error("tls", section.PlaceOf("tls"), "it has no effect with http://; write https://");
        }

        string? headers = section.FilePath(HeadersKey);
        if (headers is not null && OtlpHeaders.Read(headers, out string problem) is null)
        {
            section.Error(HeadersKey, section.PlaceOf(HeadersKey), problem);
        }

        return endpoint is null ? null : new OtlpSettings
        {
            Endpoint = endpoint,
            IsGrpc = isGrpc ?? false,
            Interval = interval ?? TimeSpan.FromSeconds(30),
            HeadersFile = headers,
            Tls = endpoint.Scheme == Uri.UriSchemeHttps ? tls ?? new Model.TlsSettings() : null,
        };
    }

    /// <summary>Messages do not quote an unusable endpoint, because it may contain a password.</summary>
    private static Uri? ReadEndpoint(Section section)
    {
        if (section.Find(EndpointKey) is not { } text)
        {
            section.Problems.Warn(section.Place, "otlp has no effect: there is no endpoint; add endpoint: http://host:4318");
            return null;
        }

        bool isUrl = Uri.TryCreate(text.Text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
        string? problem = !isUrl ? "it is not an http:// or https:// URL"
            : url!.UserInfo.Length > 0 ? "it contains credentials; put them into headers_file"
            : url.Query.Length > 0 || url.Fragment.Length > 0 ? "it has a query or a fragment; leave it out"
            : url.AbsolutePath.EndsWith("/v1/metrics", StringComparison.Ordinal) || url.AbsolutePath.EndsWith("/v1/traces", StringComparison.Ordinal) ? "the path of a signal is added to it; leave it out"
            : null;
        if (problem is not null)
        {
            section.Error(EndpointKey, text.Place, problem);
            return null;
        }

        return url;
    }
}
