using System.Collections.Immutable;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary><see cref="TargetReport"/> on its way between silos.</summary>
/// <param name="Status">How the target fares; null where the silo does not hold it.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Scripts">What its scripts gave.</param>
[GenerateSerializer, Immutable, Alias("sg.target-report")]
internal sealed record ReportPart(
    [property: Id(0)] StatusEntry? Status, [property: Id(1)] string? Version, [property: Id(2)] ImmutableArray<ScriptReportEntry> Scripts)
{
    /// <summary>The silo does not hold the target.</summary>
    public static ReportPart None { get; } = new(null, null, []);

    /// <summary>Makes the record that travels.</summary>
    public static ReportPart From(TargetReport report) =>
        new(StatusEntry.From(report.Status), report.Version, [.. report.Scripts.Select(ScriptReportEntry.From)]);

    /// <summary>Makes the report that it came from; null where there was none.</summary>
    public TargetReport? ToReport() =>
        Status is null ? null : new TargetReport(Status.ToStatus(), Version, [.. Scripts.Select(static script => script.ToReport())]);
}

/// <summary><see cref="ScriptReport"/> on its way between silos.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-report")]
internal sealed record ScriptReportEntry(
    [property: Id(0)] string Lines, [property: Id(1)] string[] Series, [property: Id(2)] double[] Values, [property: Id(3)] int ValuesTotal)
{
    /// <summary>What became of its runs of late; null where that is not kept.</summary>
    [Id(4)]
    public TrailEntry? Trail { get; init; }

    /// <summary>Makes the record that travels.</summary>
    public static ScriptReportEntry From(ScriptReport report) => new(
        report.Lines,
        [.. report.Values.Select(static value => value.Key)],
        [.. report.Values.Select(static value => value.Value)],
        report.ValuesTotal)
    {
        Trail = report.Trail is { } trail ? TrailEntry.From(trail) : null,
    };

    /// <summary>Makes the report that it came from.</summary>
    public ScriptReport ToReport() => new(Lines, [.. Series.Zip(Values, static (series, value) => new KeyedValue(series, value))], ValuesTotal)
    {
        Trail = Trail?.ToReport(),
    };
}

/// <summary><see cref="TrailReport"/> on its way between silos.</summary>
[GenerateSerializer, Immutable, Alias("sg.run-trail")]
internal sealed record TrailEntry(
    [property: Id(0)] DateTimeOffset End,
    [property: Id(1)] byte[] Outcomes,
    [property: Id(2)] float[] Durations,
    [property: Id(3)] string[] Series,
    [property: Id(4)] float[][] Points)
{
    /// <summary>Makes the record that travels.</summary>
    public static TrailEntry From(TrailReport trail) => new(
        trail.End,
        [.. trail.Outcomes],
        [.. trail.Durations],
        [.. trail.Series.Select(static series => series.Series)],
        [.. trail.Series.Select(static series => series.Points.ToArray())]);

    /// <summary>Makes the report that it came from.</summary>
    public TrailReport ToReport() => new(
        End, [.. Outcomes], [.. Durations], [.. Series.Zip(Points, static (series, points) => new TrailSeries(series, [.. points]))]);
}
