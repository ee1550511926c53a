using System.Globalization;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Tools;

/// <summary>What a <see cref="ScriptGridProcess"/> collects, and how it runs: as <c>serve</c>, unless it is made a silo.</summary>
/// <param name="Redis">The fleet.</param>
/// <param name="Targets">The number of its targets to collect, from the first on.</param>
/// <param name="Script">The script's text.</param>
/// <param name="Interval">The interval between two collections of a target.</param>
internal sealed record ScriptGridSetup(RedisFleet Redis, int Targets, string Script, TimeSpan Interval)
{
    /// <summary>The command, with its flags.</summary>
    public IReadOnlyList<string> Command { get; private init; } = ["serve"];

    /// <summary>The configuration's cluster section; empty for none.</summary>
    public string ClusterSection { get; private init; } = "";

    /// <summary>How often the script runs on each target per interval, each time under a different name.</summary>
    public int Scripts { get; init; } = 1;

    /// <summary>Targets outside of the fleet, as URIs.</summary>
    public IReadOnlyList<string> FurtherTargets { get; init; } = [];

    /// <summary>Returns the same setup for a silo that is a cluster of its own.</summary>
    public ScriptGridSetup AsLoneSilo()
    {
        string port = Port();
        return this with { Command = Silo(port, "--cluster.primary-port", port) };
    }

    /// <summary>Returns the same setup for one of several silos, which find each other through a Redis server.</summary>
    public ScriptGridSetup AsSiloOf(RedisServerProcess membership) => this with
    {
        Command = Silo(Port()),
        ClusterSection = $"cluster: {{membership: redis, connection: \"{membership.Address}\"}}",
    };

    /// <summary>Returns the lines of the configuration file.</summary>
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
