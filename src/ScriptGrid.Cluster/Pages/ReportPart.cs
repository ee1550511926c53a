using System.Collections.Immutable;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The form in which <see cref="TargetReport"/> is sent between silos.</summary>
/// <param name="Status">The target's status; null if the silo does not hold the target.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Scripts">The results of its scripts.</param>
[GenerateSerializer, Immutable, Alias("sg.target-report")]
internal sealed record ReportPart(
    [property: Id(0)] StatusEntry? Status, [property: Id(1)] string? Version, [property: Id(2)] ImmutableArray<ScriptReportEntry> Scripts)
{
    /// <summary>The answer of a silo that does not hold the target.</summary>
    public static ReportPart None { get; } = new(null, null, []);

    /// <summary>Converts a report to this form.</summary>
    public static ReportPart From(TargetReport report) =>
        new(StatusEntry.From(report.Status), report.Version, [.. report.Scripts.Select(ScriptReportEntry.From)]);

    /// <summary>Converts back to the report; null if there is none.</summary>
    public TargetReport? ToReport() =>
        Status is null ? null : new TargetReport(Status.ToStatus(), Version, [.. Scripts.Select(static script => script.ToReport())]);
}

/// <summary>The form in which <see cref="ScriptReport"/> is sent between silos.</summary>
[GenerateSerializer, Immutable, Alias("sg.script-report")]
internal sealed record ScriptReportEntry(
    [property: Id(0)] string Lines, [property: Id(1)] string[] Series, [property: Id(2)] double[] Values, [property: Id(3)] int ValuesTotal)
{
    /// <summary>The results of its recent runs; null if they are not kept.</summary>
    [Id(4)]
    public TrailEntry? Trail { get; init; }

    /// <summary>Converts a report to this form.</summary>
    public static ScriptReportEntry From(ScriptReport report) => new(
        report.Lines,
        [.. report.Values.Select(static value => value.Key)],
        [.. report.Values.Select(static value => value.Value)],
        report.ValuesTotal)
    {
        Trail = report.Trail is { } trail ? TrailEntry.From(trail) : null,
    };

    /// <summary>Converts back to the report.</summary>
    public ScriptReport ToReport() => new(Lines, [.. Series.Zip(Values, static (series, value) => new KeyedValue(series, value))], ValuesTotal)
    {
        Trail = Trail?.ToReport(),
    };
}

/// <summary>The form in which <see cref="TrailReport"/> is sent between silos.</summary>
[GenerateSerializer, Immutable, Alias("sg.run-trail")]
internal sealed record TrailEntry(
    [property: Id(0)] DateTimeOffset End,
    [property: Id(1)] byte[] Outcomes,
    [property: Id(2)] float[] Durations,
    [property: Id(3)] string[] Series,
    [property: Id(4)] float[][] Points)
{
    /// <summary>Converts a report to this form.</summary>
    public static TrailEntry From(TrailReport trail) => new(
        trail.End,
        [.. trail.Outcomes],
        [.. trail.Durations],
        [.. trail.Series.Select(static series => series.Series)],
        [.. trail.Series.Select(static series => series.Points.ToArray())]);

    /// <summary>Converts back to the report.</summary>
    public TrailReport ToReport() => new(
        End, [.. Outcomes], [.. Durations], [.. Series.Zip(Points, static (series, points) => new TrailSeries(series, [.. points]))]);
}
