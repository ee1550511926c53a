using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Replies;

/// <summary>Judges a reply by the rules its script asks for.</summary>
internal static class ReplyJudge
{
    /// <summary>Reads a complete reply into <paramref name="samples"/>; too many values are none.</summary>
    public static ReplyVerdict Judge(ScriptSpec script, ReadOnlySpan<byte> reply, SampleList samples)
    {
        ReplyVerdict verdict = script.RedisExporterCompatible ? RedisExporterReplyParser.Parse(reply, samples) : ReplyParser.Parse(reply, samples);
        samples.MergeAlike(reply);
        if (samples.Count <= script.MaxSeries)
        {
            return verdict;
        }

        var failure = new Failure(FailureReason.Limit, $"the script returned {samples.Count} values; max_series is {script.MaxSeries}");
        samples.Clear();
        return new ReplyVerdict(ScriptResult.Failed, failure);
    }
}
