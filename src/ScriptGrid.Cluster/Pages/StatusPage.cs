using System.Collections.Immutable;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The form in which the status of some targets is sent between silos.</summary>
/// <param name="Targets">The targets, by identity in ordinal order.</param>
/// <param name="IsLast">Whether no targets follow.</param>
[GenerateSerializer, Immutable, Alias("sg.status-page")]
internal sealed record StatusPage([property: Id(0)] ImmutableArray<StatusEntry> Targets, [property: Id(1)] bool IsLast)
{
    /// <summary>Makes a page of these targets.</summary>
    public static StatusPage From(IEnumerable<TargetStatus> targets, bool isLast) => new([.. targets.Select(StatusEntry.From)], isLast);
}

/// <summary>The form in which <see cref="TargetStatus"/> is sent between silos.</summary>
[GenerateSerializer, Immutable, Alias("sg.status-entry")]
internal sealed record StatusEntry(
    [property: Id(0)] string Target,
    [property: Id(1)] ImmutableArray<KeyValuePair<string, string>> Labels,
    [property: Id(2)] int State,
    [property: Id(3)] string? Owner,
    [property: Id(4)] ImmutableArray<ScriptEntry> Scripts)
{
    /// <summary>Its role as a number; null if it is unknown, and from silos of older versions.</summary>
    [Id(5)]
    public int? Role { get; init; }

    /// <summary>The source that found it; null if it is configured, and from silos of older versions.</summary>
    [Id(6)]
    public string? Source { get; init; }

    /// <summary>Why it is down, as a number; null if it is not down, and from silos of older versions.</summary>
    [Id(7)]
    public int? Reason { get; init; }

    /// <summary>Why it is down, in words.</summary>
    [Id(8)]
    public string? Message { get; init; }

    /// <summary>Converts a status to this form.</summary>
    public static StatusEntry From(TargetStatus status) => new(
        status.Target,
        [.. status.Labels.Labels],
        (int)status.State,
        status.Owner,
        [.. status.Scripts.Select(ScriptEntry.From)])
    {
        Role = (int?)status.Role,
        Source = status.Source,
        Reason = (int?)status.Failure?.Reason,
        Message = status.Failure?.Message,
    };

    /// <summary>Converts back to the status.</summary>
    public TargetStatus ToStatus() =>
        new(Target, LabelSet.From(Labels), (TargetState)State, Owner, [.. Scripts.Select(static script => script.ToStatus())])
        {
            Role = (ServerRole?)Role,
            Source = Source,
            Failure = Reason is { } reason ? new Failure((FailureReason)reason, Message ?? "") : null,
        };
}

/// <summary>
/// The form in which <see cref="ScriptStatus"/> is sent between silos. Older silos know no run without a duration, so a run that was never sent has the
/// duration zero here.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.script-entry")]
internal sealed record ScriptEntry(
    [property: Id(0)] string Name,
    [property: Id(1)] int? Result,
    [property: Id(2)] TimeSpan Duration,
    [property: Id(3)] DateTimeOffset? LastSuccess,
    [property: Id(4)] TimeSpan? Interval,
    [property: Id(5)] int? Reason,
    [property: Id(6)] string Message,
    [property: Id(7)] long ErrorsTotal)
{
    /// <summary>Whether the last run was skipped because of the target's role; always false from silos of older versions.</summary>
    [Id(8)]
    public bool IsSkipped { get; init; }

    /// <summary>The number of series of the last run that pages leave out.</summary>
    [Id(9)]
    public int DroppedSeries { get; init; }

    /// <summary>When the last run ended; null from silos of older versions.</summary>
    [Id(10)]
    public DateTimeOffset? LastRun { get; init; }

    /// <summary>When the next run is due; null from silos of older versions.</summary>
    [Id(11)]
    public DateTimeOffset? NextRun { get; init; }

    /// <summary>Converts a status to this form.</summary>
    public static ScriptEntry From(ScriptStatus status) => new(
        status.Name,
        (int?)status.Result,
        status.Duration ?? TimeSpan.Zero,
        status.LastSuccess,
        status.Interval,
        (int?)status.Failure?.Reason,
        status.Failure?.Message ?? "",
        status.ErrorsTotal)
    {
        IsSkipped = status.IsSkipped,
        DroppedSeries = status.DroppedSeries,
        LastRun = status.LastRun,
        NextRun = status.NextRun,
    };

    /// <summary>Converts back to the status.</summary>
    public ScriptStatus ToStatus() => new(
        Name,
        (ScriptResult?)Result,
        RunHistory.IsUnsent((ScriptResult?)Result, Duration) ? null : Duration,
        LastSuccess,
        Interval,
        Reason is { } reason ? new Failure((FailureReason)reason, Message) : null,
        ErrorsTotal)
    {
        IsSkipped = IsSkipped,
        DroppedSeries = DroppedSeries,
        LastRun = LastRun,
        NextRun = NextRun,
    };
}
