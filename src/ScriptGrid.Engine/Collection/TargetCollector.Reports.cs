using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <content>What pages, queries and clients are told of a target.</content>
internal sealed partial class TargetCollector
{
    /// <summary>
    /// Whether a turn has ended, or anything was recorded, since a time of the engine's clock. While a reply is overdue no turn ends, but timeouts are recorded.
    /// </summary>
    public bool HasNewsSince(TimeSpan since)
    {
        lock (_cycle)
        {
            return _cycle.LastActivity >= since || Results.RecordedAt >= since;
        }
    }

    /// <summary>Returns the status of the target and its scripts, all at one moment.</summary>
    public TargetStatus Describe()
    {
        lock (_cycle)
        {
            return new TargetStatus(TargetId, Target.Labels, Results.State, Owner: null, [.. Runs.Select(static run => run.Describe())])
            {
                Role = Role,
                Source = Target.Source,
                Failure = Results.Failure,
            };
        }
    }

    /// <summary>Returns the target as queries see it.</summary>
    public TargetGlance Glance(TargetSort? sort)
    {
        if (sort is not (null or TargetSort.Target or TargetSort.State))
        {
            return TargetGlance.Of(Describe(), sort);
        }

        lock (_cycle)
        {
            bool hasFailing = false;
            ReasonSet reasons = ReasonSet.Of(Results.Failure);
            for (int i = 0; i < Runs.Count; i++)
            {
                if (Runs[i] is { IsSkipped: false, History.LastResult: ScriptResult.Failed } failed)
                {
                    hasFailing = true;
                    reasons = reasons.With(failed.LastFailure);
                }
            }

            TargetConditions condition = TargetCondition.Of(Results.State, hasFailing);
            return new TargetGlance(TargetId, Target.Labels, ScriptNames.Of(Target.Scripts), condition, reasons, sort == TargetSort.State ? (double)condition : 0)
            {
                Source = Target.Source,
            };
        }
    }

    /// <summary>Returns the status, with the lines that expose each script's values.</summary>
    public TargetReading Read()
    {
        lock (_cycle)
        {
            TimeSpan now = Context.Clock.Now;
            return new TargetReading(Describe(), [.. Runs.Select(run => LinesOf(run, now))]);
        }
    }

    /// <inheritdoc cref="RunHistory.Unfinished"/>
    public RunHistory Unfinished(ScriptRun run, TimeSpan waited)
    {
        lock (_cycle)
        {
            return run.History.Unfinished(waited);
        }
    }

    /// <summary>Returns everything that is known of the target, all at one moment.</summary>
    public TargetReport Report()
    {
        lock (_cycle)
        {
            TimeSpan now = Context.Clock.Now;
            return new TargetReport(Describe(), Link.ServerVersion?.ToString(), [.. Runs.Select(run => ScriptReports.Of(run, now, Context.Clock))]);
        }
    }

    private static ScriptLines LinesOf(ScriptRun run, TimeSpan now) => new(
        run.Results.CopyLines(TargetFamilies.Values, now),
        run.Results.CopyLinesAfter(TargetFamilies.Errors, now),
        ScriptReports.AddedLabels(run.Results.CopyLines(TargetFamilies.Result, now), run.Plan.Labels.FilenameLength));
}
