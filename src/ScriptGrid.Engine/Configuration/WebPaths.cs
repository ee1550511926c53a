using System.Buffers;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The paths of the HTTP server's pages, but for the metrics page, which may be at any path that is none of these. All lie below <c>web.route_prefix</c>.</summary>
internal static class WebPaths
{
    public const string Landing = "/";
    public const string Scrape = "/scrape";
    public const string Targets = "/api/v1/targets";

    /// <summary>One target, by its identity, which may have slashes.</summary>
    public const string Target = "/api/v1/targets/{**target}";

    public const string Fleet = "/api/v1/fleet";
    public const string Scripts = "/api/v1/scripts";

    /// <summary>One script, by its name, which may have slashes.</summary>
    public const string Script = "/api/v1/scripts/{**script}";

    public const string Silos = "/api/v1/silos";
    public const string Configuration = "/api/v1/configuration";
    public const string Sources = "/api/v1/discovery";

    /// <summary>The API, described.</summary>
    public const string OpenApi = "/api/openapi.json";

    public const string Healthy = "/-/healthy";

    /// <summary>The same under the name that redis_exporter has for it, so that its probes go on working.</summary>
    public const string Health = "/health";

    public const string Ready = "/-/ready";
    public const string Reload = "/-/reload";

    /// <summary>The silos, for Prometheus' HTTP service discovery.</summary>
    public const string Discovery = "/sd";

    public const string TargetsPage = "/targets";
    public const string ScriptsPage = "/scripts";
    public const string SilosPage = "/silos";
    public const string DiscoveryPage = "/discovery";
    public const string ConfigurationPage = "/configuration";

    /// <summary>What the pages are made of lies below.</summary>
    public const string Assets = "/assets";

    /// <summary>What <see cref="IsTaken"/> holds, for messages.</summary>
    public const string Taken =
        $"{Landing}, {Scrape}, {Discovery}, {Health}, {SilosPage}, {DiscoveryPage}, {ConfigurationPage}, {TargetsPage}, {ScriptsPage} and {Assets} with all below them, and all below /api/ and /-/ are taken";

    private const int LongestPrefix = 200;

    private static readonly SearchValues<char> InPrefix = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    private static readonly string[] Folders = ["/api/", "/-/", $"{TargetsPage}/", $"{ScriptsPage}/", $"{Assets}/"];

    /// <summary>Whether a path is that of another page. As in routing, case and a slash at the end make no difference.</summary>
    public static bool IsTaken(string path)
    {
        string page = path.TrimEnd('/').ToLowerInvariant();
        return page is "" or Scrape or Discovery or Health or SilosPage or DiscoveryPage or ConfigurationPage
            || Array.Exists(Folders, folder => $"{page}/".StartsWith(folder, StringComparison.Ordinal));
    }

    /// <summary>Reads a prefix: <c>/a/b</c> of <c>a/b/</c>, and <c>/</c> of <c>/</c>. Its characters are those that a URL and a route write as they are.</summary>
    public static bool TryPrefix(string text, out string prefix)
    {
        string path = text.Trim('/');
        prefix = $"/{path}";
        return text.Length is > 0 and <= LongestPrefix
            && !path.AsSpan().ContainsAnyExcept(InPrefix)
            && (path.Length == 0 || Array.TrueForAll(path.Split('/'), static part => part is not ("" or "." or "..")));
    }

    /// <summary>Reads the URL that the pages are reached under, without a slash at its end.</summary>
    public static bool TryExternalUrl(string text, out string url)
    {
        url = text.TrimEnd('/');
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            && !text.AsSpan().ContainsAny('?', '#')
            && uri.OriginalString.Length == uri.OriginalString.Trim().Length
            && TryPrefix(uri.AbsolutePath, out _);
    }

    /// <summary>The prefix that such a URL asks for.</summary>
    public static string PrefixOf(string externalUrl) => TryPrefix(new Uri(externalUrl).AbsolutePath, out string prefix) ? prefix : Landing;
}
