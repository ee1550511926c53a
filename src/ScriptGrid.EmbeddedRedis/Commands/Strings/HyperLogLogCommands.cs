using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>PFADD, PFCOUNT and PFMERGE.</summary>
internal static class HyperLogLogCommands
{
    internal const string Corrupted = "INVALIDOBJ Corrupted HLL object detected";
    private const string NotOne = "WRONGTYPE Key is not a valid HyperLogLog string value.";

    internal static void Register(CommandTable table)
    {
        table.Add("pfadd", PfAdd);
        table.Add("pfcount", PfCount);
        table.Add("pfmerge", PfMerge);
    }

    /// <summary>Gets the string under a key. Returns false after an error if it is not a HyperLogLog.</summary>
    internal static bool TryFind(in CommandCall call, byte[] key, out StringValue? value) =>
        call.TryFind(key, out value) && CheckType(call, value);

    private static void PfAdd(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!TryFind(call, key, out StringValue? value))
        {
            return;
        }

        byte[] bytes = value is null ? HyperLogLog.Empty() : value.ToArray();
        bool isOwn = value is null;
        bool changed = value is null;
        foreach (byte[] element in call.Words[2..])
        {
            if (!isOwn && !HyperLogLog.IsSparse(bytes))
            {
                (bytes, isOwn) = ([.. bytes], true);
            }

            if (HyperLogLog.Add(ref bytes, element, call.Database.Settings.HyperLogLogSparseBytes) is not { } isNew)
            {
                call.Fail(Corrupted);
                return;
            }

            changed |= isNew;
        }

        if (changed)
        {
            Store(call, key, bytes);
        }

        call.Reply.Integer(changed ? 1 : 0);
    }

    private static void PfCount(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (call.Words.Length > 2)
        {
            if (TryMerge(call, call.Words[1..], out byte[] merged, out _))
            {
                call.Reply.Integer(HyperLogLog.Count(merged));
            }
        }
        else if (call.TryRead(key, out StringValue? value) && CheckType(call, value))
        {
            long estimate = 0;
            if (value is not null && !HyperLogLog.TryEstimate(value.Span, out estimate))
            {
                if (HyperLogLog.Read(value.Span) is not { } registers)
                {
                    call.Fail(Corrupted);
                    return;
                }

                estimate = HyperLogLog.Count(registers);
                HyperLogLog.Keep(value.Writable(0), estimate);
                call.Database.Changed(key, value);
            }

            call.Reply.Integer(estimate);
        }
    }

    private static void PfMerge(CommandCall call)
    {
        byte[] key = call.Words[1];
        if (!TryMerge(call, call.Words[1..], out byte[] merged, out bool anyDense) || !TryFind(call, key, out StringValue? value))
        {
            return;
        }

        byte[] bytes = value is null ? HyperLogLog.Empty() : [.. value.Span];
        bytes = anyDense && HyperLogLog.IsSparse(bytes) ? HyperLogLog.ToDense(bytes) : bytes;
        HyperLogLog.Merge(ref bytes, merged, call.Database.Settings.HyperLogLogSparseBytes);
        Store(call, key, bytes);
        call.Reply.Ok();
    }

    private static void Store(in CommandCall call, byte[] key, byte[] bytes)
    {
        HyperLogLog.Outdate(bytes);
        call.Database.Set(key, StringValue.Raw(bytes), keepExpiry: true);
        call.Database.Notify(KeyEventKinds.String, "pfadd", key);
    }

    /// <summary>Takes the highest value of each register, and whether any key has the dense encoding. Returns false after an error.</summary>
    private static bool TryMerge(in CommandCall call, ReadOnlySpan<byte[]> keys, out byte[] merged, out bool anyDense)
    {
        merged = HyperLogLog.Read(HyperLogLog.Empty())!;
        anyDense = false;
        foreach (byte[] key in keys)
        {
            if (!TryRead(call, key, out StringValue? value, out byte[]? registers))
            {
                return false;
            }

            for (int i = 0; i < (registers?.Length ?? 0); i++)
            {
                merged[i] = Math.Max(merged[i], registers![i]);
            }

            anyDense |= value is not null && !HyperLogLog.IsSparse(value.Span);
        }

        return true;
    }

    private static bool TryRead(in CommandCall call, byte[] key, out StringValue? value, out byte[]? registers)
    {
        registers = null;
        if (!call.TryRead(key, out value) || !CheckType(call, value))
        {
            return false;
        }

        registers = value is null ? null : HyperLogLog.Read(value.Span);
        return value is null || registers is not null || call.Fail(Corrupted);
    }

    private static bool CheckType(in CommandCall call, StringValue? value) =>
        value is null || HyperLogLog.IsOne(value.Span) || call.Fail(NotOne);
}
