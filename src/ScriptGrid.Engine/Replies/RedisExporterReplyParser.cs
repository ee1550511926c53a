using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Replies;

/// <summary>
/// Judges a reply exactly as oliver006/redis_exporter does: only a flat array of strings is accepted, and numbers are read as Go reads them.
/// </summary>
internal static class RedisExporterReplyParser
{
    /// <summary>Reads a complete reply into <paramref name="samples"/>.</summary>
    public static ReplyVerdict Parse(ReadOnlySpan<byte> reply, SampleList samples)
    {
        samples.Clear();
        var reader = new RespReader(reply);
        reader.Read();
        if (reader.Type == RespType.Error)
        {
            return ReplyVerdict.From(RedisErrors.From(reader.Text));
        }

        if (reader.Type != RespType.Array)
        {
            return ReplyVerdict.Failed("the script returned no array (redis_exporter accepts arrays of strings only)");
        }

        if (reader.Count == 0)
        {
            return ReplyVerdict.Empty;
        }

        if (reader.Count % 2 != 0)
        {
            return ReplyVerdict.Failed($"the array has {reader.Count} elements, an odd number");
        }

        return HoldsOnlyStrings(reader)
            ? ParsePairs(reply, reader, samples)
            : ReplyVerdict.Failed("an element is not a string (redis_exporter accepts arrays of strings only)");
    }

    private static bool HoldsOnlyStrings(RespReader reader)
    {
        for (int left = reader.Count; left > 0; left--)
        {
            reader.Read();
            if (reader.Type != RespType.String)
            {
                return false;
            }
        }

        return true;
    }

    private static ReplyVerdict ParsePairs(ReadOnlySpan<byte> reply, RespReader reader, SampleList samples)
    {
        Failure? first = null;
        for (int left = reader.Count / 2; left > 0; left--)
        {
            reader.Read();
            ReadOnlySpan<byte> key = reader.Text;
            reader.Read();
            if (GoFloat.TryParse(Encoding.UTF8.GetString(reader.Text), out double value))
            {
                _ = reply.Overlaps(key, out int start);
                samples.Set(reply, start, key.Length, value);
            }
            else
            {
                first ??= new Failure(FailureReason.Reply, $"the value of key \"{Encoding.UTF8.GetString(key)}\" is not a number");
            }
        }

        return ReplyVerdict.From(first);
    }
}
