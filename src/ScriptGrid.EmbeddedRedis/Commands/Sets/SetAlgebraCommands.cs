using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Sets;

/// <summary>Sets: intersections, unions and differences.</summary>
internal static class SetAlgebraCommands
{
    private delegate SetValue Operation(SetValue?[] sets, DataSettings settings);

    internal static void Register(CommandTable table)
    {
        table.Add("smembers", static call => Reply(call, 1, Union));
        table.Add("sinter", static call => Reply(call, 1, Intersect));
        table.Add("sunion", static call => Reply(call, 1, Union));
        table.Add("sdiff", static call => Reply(call, 1, Subtract));
        table.Add("sinterstore", static call => Store(call, Intersect, "sinterstore"));
        table.Add("sunionstore", static call => Store(call, Union, "sunionstore"));
        table.Add("sdiffstore", static call => Store(call, Subtract, "sdiffstore"));
        table.Add("sintercard", SInterCard);
    }

    private static void Reply(in CommandCall call, int from, Operation operation)
    {
        if (!TrySets(call, call.Words[from..], out SetValue?[] sets))
        {
            return;
        }

        SetValue result = sets is [{ } only] ? only : operation(sets, call.Database.Settings);
        call.Reply.Set(result.Count);
        for (int i = 0; i < result.Count; i++)
        {
            call.Reply.Bulk(result.At(i));
        }
    }

    private static void Store(in CommandCall call, Operation operation, string name)
    {
        if (!TrySets(call, call.Words[2..], out SetValue?[] sets))
        {
            return;
        }

        SetValue result = operation(sets, call.Database.Settings);
        bool isChanged = call.Database.SetResult(call.Words[1], result);
        bool isTrivial = operation == Intersect && sets.Contains(null); // Redis then notifies that the key was removed before it replies.
        if (isChanged && isTrivial)
        {
            call.Database.NotifyResult(call.Words[1], result, KeyEventKinds.Set, name);
        }

        call.Reply.Integer(result.Count);
        if (isChanged && !isTrivial)
        {
            call.Database.NotifyResult(call.Words[1], result, KeyEventKinds.Set, name);
        }
    }

    private static void SInterCard(CommandCall call)
    {
        if (!call.TryInteger(1, 1, long.MaxValue, out long keys, "ERR numkeys should be greater than 0"))
        {
            return;
        }

        if (keys > call.Words.Length - 2)
        {
            call.Fail("ERR Number of keys can't be greater than number of args");
            return;
        }

        long limit = 0;
        for (int i = 2 + (int)keys; i < call.Words.Length; i += 2)
        {
            if (!call.Is(i, "LIMIT") || i + 1 == call.Words.Length)
            {
                call.Fail(DataErrors.Syntax);
                return;
            }

            if (!call.TryInteger(i + 1, 0, long.MaxValue, out limit, "ERR LIMIT can't be negative"))
            {
                return;
            }
        }

        if (TrySets(call, call.Words[2..(2 + (int)keys)], out SetValue?[] sets))
        {
            int count = Common(sets).Count();
            call.Reply.Integer(limit == 0 ? count : Math.Min(limit, count));
        }
    }

    private static SetValue Intersect(SetValue?[] sets, DataSettings settings) => Collect(Common(sets), settings);

    private static SetValue Union(SetValue?[] sets, DataSettings settings) => Collect(sets.SelectMany(Members), settings);

    private static SetValue Subtract(SetValue?[] sets, DataSettings settings) =>
        Collect(Members(sets[0]).Where(member => !sets.Skip(1).Any(other => other is not null && other.Contains(member))), settings);

    // Returns the members of the smallest set that all other sets contain.
    private static IEnumerable<byte[]> Common(SetValue?[] sets)
    {
        SetValue?[] sorted = [.. sets.OrderBy(static set => set?.Count ?? 0)];
        return Members(sorted[0]).Where(member => sorted.Skip(1).All(other => other!.Contains(member)));
    }

    private static IEnumerable<byte[]> Members(SetValue? set) => Enumerable.Range(0, set?.Count ?? 0).Select(index => set!.At(index));

    private static SetValue Collect(IEnumerable<byte[]> members, DataSettings settings)
    {
        var result = new SetValue(settings);
        foreach (byte[] member in members)
        {
            result.Add(member);
        }

        return result;
    }

    private static bool TrySets(in CommandCall call, ReadOnlySpan<byte[]> keys, out SetValue?[] sets)
    {
        sets = new SetValue?[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (!call.TryRead(keys[i], out sets[i]))
            {
                return false;
            }
        }

        return true;
    }
}
