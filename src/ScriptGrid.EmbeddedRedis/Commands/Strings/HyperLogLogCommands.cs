using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>PFADD, PFCOUNT and PFMERGE.</summary>
internal static class HyperLogLogCommands
{
    private const string NotOne = "WRONGTYPE Key is not a valid HyperLogLog string value.";

    internal static void Register(CommandTable table)
    {
        table.Add("pfadd", PfAdd);
        table.Add("pfcount", PfCount);
        table.Add("pfmerge", PfMerge);
    }

    private static void PfAdd(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!TryFind(call, key, out StringValue? value))
        {
            return;
        }

        bool isNew = value is null;
        value ??= StringValue.Raw(HyperLogLog.Empty());
        bool changed = isNew;
        foreach (byte[] element in call.Words[2..])
        {
            changed |= HyperLogLog.Add(value.Writable(0), element);
        }

        if (changed)
        {
            call.Database.Store(key, value, isNew);
        }

        call.Reply.Integer(changed ? 1 : 0);
    }

    private static void PfCount(CommandCall call)
    {
        if (TryMerge(call, call.Words[1..], out byte[] merged))
        {
            call.Reply.Integer(HyperLogLog.Count(merged));
        }
    }

    private static void PfMerge(CommandCall call)
    {
        if (TryMerge(call, call.Words[1..], out byte[] merged))
        {
            call.Database.Set(call.Words[1], StringValue.Raw(merged), keepExpiry: true);
            call.Reply.Ok();
        }
    }

    private static bool TryMerge(in CommandCall call, ReadOnlySpan<byte[]> keys, out byte[] merged)
    {
        merged = HyperLogLog.Empty();
        foreach (byte[] key in keys)
        {
            if (!TryFind(call, key, out StringValue? value))
            {
                return false;
            }

            if (value is not null)
            {
                HyperLogLog.Merge(merged, value.Span);
            }
        }

        return true;
    }

    private static bool TryFind(in CommandCall call, byte[] key, out StringValue? value) =>
        call.TryRead(key, out value) && (value is null || HyperLogLog.IsOne(value.Span) || call.Fail(NotOne));
}
