using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>What a <see cref="ScriptGridProcess"/> collects, and as what it runs: by itself, unless it is made a silo.</summary>
/// <param name="Redis">The fleet.</param>
/// <param name="Targets">How many of its targets, from the first on.</param>
/// <param name="Script">The script's text.</param>
/// <param name="Interval">Time from one collection of a target to the next.</param>
internal sealed record ScriptGridSetup(RedisFleet Redis, int Targets, string Script, TimeSpan Interval)
{
    /// <summary>The command, with flags of its own.</summary>
    public IReadOnlyList<string> Command { get; private init; } = ["serve"];

    /// <summary>The configuration's section about the cluster; empty for none.</summary>
    public string ClusterSection { get; private init; } = "";

    /// <summary>How often the script runs on each target in an interval, each time under a name of its own.</summary>
    public int Scripts { get; init; } = 1;

    /// <summary>Targets elsewhere, as URIs.</summary>
    public IReadOnlyList<string> FurtherTargets { get; init; } = [];

    /// <summary>The same in a silo that is a cluster by itself.</summary>
    public ScriptGridSetup AsLoneSilo()
    {
        string port = Port();
        return this with { Command = Silo(port, "--cluster.primary-port", port) };
    }

    /// <summary>The same in one of several silos, which find each other in a Redis.</summary>
    public ScriptGridSetup AsSiloOf(RedisServerProcess membership) => this with
    {
        Command = Silo(Port()),
        ClusterSection = $"cluster: {{membership: redis, connection: \"{membership.Address}\"}}",
    };

    /// <summary>The lines of the configuration file.</summary>
    public IEnumerable<string> Configuration(string scriptFile) =>
    [
        $"global: {{interval: {PrometheusDuration.Format(Interval)}}}",
        $"scripts: [{{file: {scriptFile}}}{string.Concat(Enumerable.Range(2, Scripts - 1).Select(number => string.Create(CultureInfo.InvariantCulture, $", {{file: {scriptFile}, name: queues-{number}.lua}}")))}]",
        "target_groups:",
        $"- {Redis.TlsSection}",
        "  targets:",
        .. Redis.Targets(Targets).Concat(FurtherTargets).Select(static target => $"  - {target}"),
        ClusterSection,
    ];

    private static string[] Silo(string port, params IEnumerable<string> flags) =>
        ["silo", "--cluster.silo-port", port, "--cluster.gateway-port", "0", .. flags];

    private static string Port() => FreePort.Find().ToString(CultureInfo.InvariantCulture);
}
