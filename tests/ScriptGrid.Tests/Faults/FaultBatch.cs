using System.Text;
using System.Text.Json;
using ScriptGrid.Tests.EndToEnd;
using ScriptGrid.Tests.Engine.Collection;

namespace ScriptGrid.Tests.Faults;

/// <summary>One line of ScriptGrid's log about a target.</summary>
/// <param name="IsWarning">Whether something is wrong; else it is about the end of that.</param>
/// <param name="Text">The message.</param>
internal sealed record LogLine(bool IsWarning, string Text);

/// <summary>What was seen of one fault.</summary>
/// <param name="Errors">Failed runs by reason while the target was broken.</param>
/// <param name="Up"><c>redis_up</c> at the end of that.</param>
/// <param name="Result"><c>redis_script_result</c> at the end of that.</param>
/// <param name="Broken">Lines about the target from the break on.</param>
/// <param name="HasRecovered">Whether it was up and gave values after it was mended.</param>
/// <param name="Mended">Lines about the target from the mending on.</param>
internal sealed record Outcome(
    IReadOnlyDictionary<string, double> Errors, double? Up, double? Result, LogLine[] Broken, bool HasRecovered, LogLine[] Mended);

/// <summary>
/// Runs <c>scriptgrid serve</c> against healthy targets and one target for each fault; breaks these all at once, looks, and mends them.
/// </summary>
internal sealed class FaultBatch(IReadOnlyList<Fault> faults)
{
    private const string Probe = "probe.lua";
    private const string Beat = "beat.lua";

    /// <summary>Seconds, so that what becomes of the healthy targets can be seen.</summary>
    private const double ShortestBreak = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Fault, IFaultyTarget> _targets = [];
    private readonly Dictionary<Fault, string> _ids = [];
    private string[] _log = [];

    /// <summary>What was seen, by fault.</summary>
    public Dictionary<string, Outcome> Outcomes { get; } = [];

    /// <summary>Seconds from one run to the next on each healthy target while the others were broken.</summary>
    public IReadOnlyList<double[]> HealthyGaps { get; private set; } = [];

    /// <summary>How long the others were broken.</summary>
    public double BrokenSeconds { get; private set; }

    /// <summary>Memory in MiB before the break, and the most afterwards.</summary>
    public (double Before, double Most) Memory { get; private set; }

    /// <summary>Runs all of it.</summary>
    public async Task RunAsync()
    {
        await using FaultBench bench = await FaultBench.StartAsync();
        using var files = new TestFiles();
        try
        {
            foreach (Fault fault in faults)
            {
                _targets[fault] = await fault.StartAsync(bench);
                _ids[fault] = _targets[fault].Uri[(_targets[fault].Uri.IndexOf("//", StringComparison.Ordinal) + 2)..];
                _ids[fault] = _ids[fault].Contains(':', StringComparison.Ordinal) ? _ids[fault] : _ids[fault] + ":6379";
            }

            Break(faults.Where(static fault => !fault.IsPassing));
            await using HealthyRuns runs = await HealthyRuns.WatchAsync(bench.Server);
            await using ScriptGridProcess serve = await ScriptGridProcess.ServeAsync(
                "--config.file", files.Write("scriptgrid.yml", Configuration(bench, files)), "--log.format", "json");
            await RunAsync(bench, serve, runs);
        }
        finally
        {
            foreach (IFaultyTarget target in _targets.Values)
            {
                await target.DisposeAsync();
            }
        }
    }

    private async Task RunAsync(FaultBench bench, ScriptGridProcess serve, HealthyRuns runs)
    {
        Fault[] passing = [.. faults.Where(static fault => fault.IsPassing)];
        FleetView before = await WatchAsync(
            serve, view => passing.All(fault => IsInOrder(view, fault)) && bench.Healthy.All(healthy => view.Result(healthy, Beat) == 1));
        int start = Lines(serve);
        Memory = (serve.ResidentMebibytes, 0);
        Dictionary<Fault, int> metBefore = _targets.ToDictionary(static row => row.Key, static row => row.Value.Met);
        double brokenAt = runs.Now;
        Break(passing);
        FleetView broken = await WatchAsync(
            serve, view => runs.Now - brokenAt > ShortestBreak && faults.All(fault => HasShown(fault, before, view, metBefore[fault])));
        double mendedAt = runs.Now;
        int middle = Lines(serve);
        foreach (IFaultyTarget target in _targets.Values)
        {
            target.Mend();
        }

        FleetView after = await WatchAsync(serve, view => passing.All(fault => IsInOrder(view, fault)));
        int end = Lines(serve);
        HealthyGaps = runs.GapsBetween(brokenAt, mendedAt);
        BrokenSeconds = mendedAt - brokenAt;
        foreach (Fault fault in faults)
        {
            Outcomes[fault.Name] = new Outcome(
                ErrorsOf(fault, before, broken),
                broken.Up(_ids[fault]),
                broken.Result(_ids[fault], Probe),
                LinesOf(fault, fault.IsPassing ? start : 0, middle),
                IsInOrder(after, fault),
                LinesOf(fault, middle, end));
        }
    }

    /// <summary>Reads the page until it shows what is waited for, or patience ends: then the tests say what is missing.</summary>
    private async Task<FleetView> WatchAsync(ScriptGridProcess serve, Func<FleetView, bool> isThere)
    {
        using var expired = new CancellationTokenSource(Patience);
        while (true)
        {
            var view = new FleetView(await serve.GetAsync());
            Memory = Memory with { Most = Math.Max(Memory.Most, serve.ResidentMebibytes) };
            if (isThere(view) || expired.IsCancellationRequested)
            {
                return view;
            }

            await Task.Delay(Pause);
        }
    }

    private bool IsInOrder(FleetView view, Fault fault) =>
        view.Up(_ids[fault]) == 1 && (fault.IsIdle || view.Result(_ids[fault], Probe) == 1);

    /// <summary>Whether the fault was met often enough to be judged.</summary>
    private bool HasShown(Fault fault, FleetView before, FleetView view, int metBefore)
    {
        bool isMet = !fault.IsPassing || _targets[fault].Met - metBefore > (fault.Up == 0 ? 0 : 3);
        return isMet
            && view.Up(_ids[fault]) == fault.Up
            && (fault.Reason.Length == 0 || ErrorsOf(fault, before, view).Values.Sum() >= 4);
    }

    private Dictionary<string, double> ErrorsOf(Fault fault, FleetView before, FleetView view)
    {
        string prefix = $$"""redis_script_errors_total{target="{{_ids[fault]}}",filename="{{Probe}}",reason=""";
        return view.Series
            .Where(series => series.StartsWith(prefix, StringComparison.Ordinal))
            .Select(series => (Reason: series[(prefix.Length + 1)..^2], Count: view[series]!.Value - (before[series] ?? 0)))
            .Where(static row => row.Count > 0)
            .ToDictionary(static row => row.Reason, static row => row.Count);
    }

    private void Break(IEnumerable<Fault> broken)
    {
        foreach (Fault fault in broken)
        {
            _targets[fault].Break();
        }
    }

    private int Lines(ScriptGridProcess serve)
    {
        _log = serve.Log.Split('\n');
        return _log.Length;
    }

    private LogLine[] LinesOf(Fault fault, int start, int end) =>
    [
        .. from line in _log[start..end]
           where line.StartsWith('{') && line.Contains($"{_ids[fault]}\"", StringComparison.Ordinal)
           let entry = JsonDocument.Parse(line).RootElement
           where entry.GetProperty("State").TryGetProperty("Target", out JsonElement target) && target.GetString() == _ids[fault]
           select new LogLine(entry.GetProperty("LogLevel").GetString() != "Information", entry.GetProperty("Message").GetString()!),
    ];

    private string Configuration(FaultBench bench, TestFiles files)
    {
        files.Write(Probe, "return {'a', 1}");
        files.Write("idle.lua", "return 1");
        files.Write(Beat, "return {KEYS[1], 1}");
        var yaml = new StringBuilder($$"""
            global: {interval: 500ms, timeout: 6s, expiry: 1m}
            scripts:
              - {file: {{Probe}}, max_busy: 100%}
              - {file: idle.lua, interval: never}
              - {file: {{Beat}}, interval: 200ms, keys: [beat], max_busy: 100%}
            target_groups:
              - {targets: [{{string.Join(", ", bench.Healthy)}}], scripts: [{{Beat}}]}

            """);
        foreach (Fault fault in faults)
        {
            yaml.AppendLine($"  - targets: [\"{_targets[fault].Uri}\"]").AppendLine($"    scripts: [{(fault.IsIdle ? "idle.lua" : Probe)}]");
            foreach (string key in fault.GroupKeys)
            {
                yaml.AppendLine($"    {key.Replace("CA", bench.Certificates.CaFile, StringComparison.Ordinal)}");
            }
        }

        return yaml.ToString();
    }
}
