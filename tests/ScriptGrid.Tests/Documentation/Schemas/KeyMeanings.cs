namespace ScriptGrid.Tests.Documentation.Schemas;

/// <summary>What each key means, as the pages say it.</summary>
internal static class KeyMeanings
{
    private static readonly Dictionary<string, string> Sections = new()
    {
        ["global"] = "What goes for every script and target, unless one says otherwise.",
        ["scripts"] = "The scripts, in the order in which they run on a target.",
        ["target_groups"] = "The targets, in groups that share a login, labels and scripts.",
        ["web"] = "HTTP: where it is served, and to whom.",
        ["log"] = "The log.",
        ["otlp"] = "Where the process's own metrics, rollups and spans are pushed.",
        ["otlp.tls"] = "TLS to the receiver, for an endpoint of https://.",
        ["cluster"] = "What scriptgrid silo needs to know of its cluster.",
        ["web.admin"] = "Those who may also reload and collect now.",
        ["web.redis_exporter_access"] = "What redis_exporter's --tls-server-… and --basic-auth-… flags say; with compat_redis_exporter only.",
        ["aggregate.ops"] = "The rollups: sum, min, max, avg, count, p50, p90, p99, stddev.",
        ["aggregate.by"] = "Labels that the configuration adds; there is a rollup for each combination of their values.",
        ["collectors.name"] = "The name of a shipped collector, as scriptgrid collectors list has them.",
        ["http_server_config.http2"] = "HTTP/2, where TLS is spoken. Default: true",
        ["http_server_config.headers"] = "Headers of every answer. A page that sets one of these itself keeps its own.",
        ["rate_limit.interval"] = "The time in which so many requests are answered as burst says; 0 is no limit.",
        ["rate_limit.burst"] = "How many requests are answered at once.",
    };

    /// <summary>The heading below which the keys of a section are told, by the last part of its path.</summary>
    private static readonly Dictionary<string, string> Headings = new()
    {
        ["global"] = "`global`",
        ["cluster"] = "`cluster`",
        ["scripts[]"] = "`scripts`",
        ["collectors[]"] = "`scripts`",
        ["target_groups[]"] = "`target_groups`",
        ["tls"] = "`tls`",
        ["client_tls"] = "`tls`",
        ["redis_exporter_tls"] = "`tls`",
        ["relabel[]"] = "Labels and `relabel`",
        ["file_sd"] = "`file_sd`",
        ["http_sd"] = "`http_sd`",
        ["dns"] = "`dns`",
        ["redis_cluster"] = "`redis_cluster`",
        ["sentinel"] = "`sentinel`",
    };

    /// <summary>Of a key of a configuration file.</summary>
    public static string OfConfiguration(string path, string key)
    {
        string section = path.Split('.')[^1];
        return Fixed(path, section, key)
            ?? KeyTables.MeaningOf("`scriptgrid serve`", $"{path}.{key}")
            ?? (Headings.TryGetValue(section, out string? heading) ? KeyTables.MeaningOf(heading, key) : null)
            ?? (section.StartsWith("redis_exporter_", StringComparison.Ordinal) ? $"What redis_exporter's flag --{key.Replace('_', '-')} says." : null)
            ?? throw new InvalidOperationException($"The pages do not say what {path}.{key} is.");
    }

    /// <summary>Of a key of the file that <c>web.config_file</c> names.</summary>
    public static string OfWebConfiguration(string path, string key) => Fixed(path, path, key)
        ?? KeyTables.MeaningOf("Who may ask for what", key)
        ?? throw new InvalidOperationException($"The pages do not say what {path}.{key} is.");

    private static string? Fixed(string path, string section, string key) =>
        Sections.GetValueOrDefault(path.Length == 0 ? key : $"{section.TrimEnd('[', ']')}.{key}") ?? Sections.GetValueOrDefault($"{path}.{key}");
}
