using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Hashes;

/// <summary>HRANDFIELD.</summary>
internal static class HashRandomCommand
{
    internal static void Register(CommandTable table) => table.Add("hrandfield", HRandField);

    private static void HRandField(CommandCall call)
    {
        bool hasCount = call.Words.Length > 2;
        (long count, bool withValues) = (1, false);
        if ((hasCount && !RandomPicks.TryParse(call, "WITHVALUES", out count, out withValues)) || !call.TryRead(call.Words[1], out HashValue? hash))
        {
            return;
        }

        if (!hasCount)
        {
            call.Reply.BulkOrNull(hash?.At(call.Random.Next(hash.Count)).Key);
            return;
        }

        var picked = RandomPicks.Indexes(call.Random, hash?.Count ?? 0, count);
        bool nested = withValues && call.Reply.Protocol > 2;
        call.Reply.Array(picked.Count * (withValues && !nested ? 2 : 1));
        foreach (int index in picked)
        {
            (byte[] field, byte[] value) = hash!.At(index);
            if (nested)
            {
                call.Reply.Array(2);
            }

            call.Reply.Bulk(field);
            if (withValues)
            {
                call.Reply.Bulk(value);
            }
        }
    }
}
