using System.Buffers;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// The paths of the HTTP server's pages, all below <c>web.route_prefix</c>. The metrics page is not listed; it may be at any path that is not taken
/// here.
/// </summary>
internal static class WebPaths
{
    public const string Landing = "/";
    public const string Scrape = "/scrape";
    public const string Targets = "/api/v1/targets";

    /// <summary>One target, by its identity, which may contain slashes.</summary>
    public const string Target = "/api/v1/targets/{**target}";

    public const string Fleet = "/api/v1/fleet";
    public const string Scripts = "/api/v1/scripts";

    /// <summary>One script, by its name, which may contain slashes.</summary>
    public const string Script = "/api/v1/scripts/{**script}";

    public const string Silos = "/api/v1/silos";
    public const string Configuration = "/api/v1/configuration";
    public const string Sources = "/api/v1/discovery";

    /// <summary>The description of the API.</summary>
    public const string OpenApi = "/api/openapi.json";

    public const string Healthy = "/-/healthy";

    /// <summary>Same as <see cref="Healthy"/>, under the name that redis_exporter uses, so that its probes keep working.</summary>
    public const string Health = "/health";

    public const string Ready = "/-/ready";
    public const string Reload = "/-/reload";

    /// <summary>The silos, in the format of Prometheus' HTTP service discovery.</summary>
    public const string Discovery = "/sd";

    public const string TargetsPage = "/targets";
    public const string ScriptsPage = "/scripts";
    public const string SilosPage = "/silos";
    public const string DiscoveryPage = "/discovery";
    public const string ConfigurationPage = "/configuration";

    /// <summary>The folder of the files that the pages load.</summary>
    public const string Assets = "/assets";

    /// <summary>The paths for which <see cref="IsTaken"/> returns true, for messages.</summary>
    public const string Taken =
        $"{Landing}, {Scrape}, {Discovery}, {Health}, {SilosPage}, {DiscoveryPage}, {ConfigurationPage}, {TargetsPage}, {ScriptsPage} and {Assets} with all below them, and all below /api/ and /-/ are taken";

    private const int LongestPrefix = 200;

    private static readonly SearchValues<char> InPrefix = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    private static readonly string[] Folders = ["/api/", "/-/", $"{TargetsPage}/", $"{ScriptsPage}/", $"{Assets}/"];

    /// <summary>Whether a path belongs to another page. As in routing, case and a trailing slash make no difference.</summary>
    public static bool IsTaken(string path)
    {
        string page = path.TrimEnd('/').ToLowerInvariant();
        return page is "" or Scrape or Discovery or Health or SilosPage or DiscoveryPage or ConfigurationPage
            || Array.Exists(Folders, folder => $"{page}/".StartsWith(folder, StringComparison.Ordinal));
    }

    /// <summary>
    /// Parses a prefix: <c>a/b/</c> becomes <c>/a/b</c>, and <c>/</c> stays <c>/</c>. Only characters are allowed that need no escaping in URLs and
    /// routes.
    /// </summary>
    public static bool TryPrefix(string text, out string prefix)
    {
        string path = text.Trim('/');
        prefix = $"/{path}";
        return text.Length is > 0 and <= LongestPrefix
            && !path.AsSpan().ContainsAnyExcept(InPrefix)
            && (path.Length == 0 || HasPlainSegments(path));
    }

    /// <summary>Whether clients request a path as it is written: no segment is empty, <c>.</c> or <c>..</c>. Slashes at both ends do not matter.</summary>
    public static bool HasPlainSegments(string path) =>
        Array.TrueForAll(path.Trim('/').Split('/'), static segment => segment is not ("" or "." or ".."));

    /// <summary>Parses the URL at which the pages are reached, and removes a trailing slash.</summary>
    public static bool TryExternalUrl(string text, out string url)
    {
        url = text.TrimEnd('/');
        return Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            && !text.AsSpan().ContainsAny('?', '#')
            && uri.OriginalString.Length == uri.OriginalString.Trim().Length
            && TryPrefix(uri.AbsolutePath, out _);
    }

    /// <summary>Returns the prefix in the path of such a URL.</summary>
    public static string PrefixOf(string externalUrl) => TryPrefix(new Uri(externalUrl).AbsolutePath, out string prefix) ? prefix : Landing;
}
