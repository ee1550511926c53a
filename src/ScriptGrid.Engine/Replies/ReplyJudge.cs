using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Judges a reply by the rules that its script asks for.</summary>
internal static class ReplyJudge
{
    /// <summary>Reads a complete reply into <paramref name="samples"/>. If there are more than <see cref="ScriptSpec.MaxSeries"/> values, keeps none.</summary>
    public static ReplyVerdict Judge(ScriptSpec script, DeclaredRows declared, ReadOnlySpan<byte> reply, SampleList samples)
    {
        ReplyVerdict verdict = script.RedisExporterCompatible
            ? RedisExporterReplyParser.Parse(reply, samples)
            : ReplyParser.Parse(reply, declared, samples);
        samples.MergeAlike(reply);
        if (samples.Rows.Count > 0 && Arrange(reply, declared, samples.Rows) is { } wrong && verdict.Failure is null)
        {
            verdict = ReplyVerdict.From(wrong);
        }

        int values = samples.Count + samples.Rows.Count;
        if (values <= script.MaxSeries)
        {
            return verdict;
        }

        var failure = new Failure(FailureReason.Limit, $"the script returned {values} values; max_series is {script.MaxSeries}");
        samples.Clear();
        return new ReplyVerdict(ScriptResult.Failed, failure);
    }

    private static Failure? Arrange(ReadOnlySpan<byte> reply, DeclaredRows declared, RowList rows)
    {
        rows.MergeAlike(reply);
        rows.SortByMetric(declared.Metrics.Length);
        return DistributionRows.Arrange(reply, declared, rows);
    }
}
