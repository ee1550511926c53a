namespace ScriptGrid.Engine.Configuration;

/// <summary>The paths of the HTTP server's pages, but for the metrics page, which may be at any path that is none of these.</summary>
internal static class WebPaths
{
    public const string Landing = "/";
    public const string Scrape = "/scrape";
    public const string Targets = "/api/v1/targets";
    public const string Healthy = "/-/healthy";

    /// <summary>The same under the name that redis_exporter has for it, so that its probes go on working.</summary>
    public const string Health = "/health";

    public const string Ready = "/-/ready";
    public const string Reload = "/-/reload";

    /// <summary>The silos, for Prometheus' HTTP service discovery.</summary>
    public const string Discovery = "/sd";

    /// <summary>Kept free for a page that shows the targets.</summary>
    private const string TargetsPage = "/targets";

    /// <summary>What <see cref="IsTaken"/> holds, for messages.</summary>
    public const string Taken = $"{Landing}, {Scrape}, {Discovery}, {Health}, {TargetsPage} and all below /api/ and /-/ are taken";

    /// <summary>Whether a path is that of another page. As in routing, case and a slash at the end make no difference.</summary>
    public static bool IsTaken(string path)
    {
        string page = path.TrimEnd('/').ToLowerInvariant();
        return page is "" or Scrape or Discovery or Health or TargetsPage || $"{page}/" is ['/', '-', '/', ..] || $"{page}/".StartsWith("/api/", StringComparison.Ordinal);
    }
}
