using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>SORT and SORT_RO.</summary>
internal static class SortCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("sort", static call => Sort(call, mayStore: true));
        table.Add("sort_ro", static call => Sort(call, mayStore: false));
    }

    private static void Sort(in CommandCall call, bool mayStore)
    {
        if (!SortWords.TryParse(call, mayStore, out SortWords words))
        {
            return;
        }

        RedisValue? value = call.Database.Read(call.Words[1]);
        if (value is not (null or ListValue or SetValue or SortedSetValue))
        {
            call.Fail(DataErrors.WrongType);
            return;
        }

        // A set has no order of its own. If the result is stored or goes to a script, it is sorted anyway.
        bool forced = words.IsConstant && value is SetValue && (words.StoreKey is not null || call.Client.IsScript);
        byte[][] items = Items(value);
        bool isSorted = true;
        if (!words.IsConstant || forced)
        {
            isSorted = SortItems(call, items, forced ? words.AsForced() : words);
        }
        else if (words.Descending && value is not SetValue)
        {
            Array.Reverse(items);
        }

        if (isSorted)
        {
            Reply(call, words, Limited(items, words));
        }
        else
        {
            call.Fail("ERR One or more scores can't be converted into double");
        }
    }

    private static byte[][] Items(RedisValue? value)
    {
        switch (value)
        {
            case ListValue list:
                return [.. Enumerable.Range(0, list.Count).Select(index => list[index])];
            case SetValue set:
                return [.. Enumerable.Range(0, set.Count).Select(set.At)];
            case SortedSetValue sorted:
                sorted.Expand();
                return [.. sorted.Order.Slice(new IndexRange(0, sorted.Count)).Select(static item => item.Member)];
            default:
                return [];
        }
    }

    // Returns false if a weight is not a number.
    private static bool SortItems(in CommandCall call, byte[][] items, SortWords words)
    {
        var weights = new Weight[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            byte[]? text = words.By is null ? items[i] : SortPattern.Find(call.Database, words.By, items[i]);
            double score = 0;
            if (!words.Alpha && text is not null && !(text.Length == 0 || Doubles.TryParseWeight(text, out score)))
            {
                return false;
            }

            weights[i] = new Weight(words.Alpha ? text : items[i], score);
        }

        int sign = words.Descending ? -1 : 1;
        int[] order = [.. Enumerable.Range(0, items.Length).Order(Comparer<int>.Create((left, right) => sign * weights[left].CompareTo(weights[right])))];
        byte[][] unsorted = [.. items];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = unsorted[order[i]];
        }

        return true;
    }

    private static ReadOnlySpan<byte[]> Limited(byte[][] items, SortWords words)
    {
        int start = (int)Math.Clamp(words.Offset, 0, items.Length);
        int count = words.Limit < 0 ? items.Length - start : (int)Math.Min(words.Limit, items.Length - start);
        return items.AsSpan(start, count);
    }

    private static void Reply(in CommandCall call, SortWords words, ReadOnlySpan<byte[]> items)
    {
        var output = new List<byte[]?>(items.Length);
        foreach (byte[] item in items)
        {
            if (words.Get.Count == 0)
            {
                output.Add(item);
            }

            foreach (byte[] pattern in words.Get)
            {
                output.Add(SortPattern.Find(call.Database, pattern, item));
            }
        }

        if (words.StoreKey is not null)
        {
            Store(call, words.StoreKey, output);
            return;
        }

        call.Reply.Array(output.Count);
        foreach (byte[]? item in output)
        {
            call.Reply.BulkOrNull(item);
        }
    }

    private static void Store(in CommandCall call, byte[] key, List<byte[]?> output)
    {
        var list = new ListValue();
        foreach (byte[]? item in output)
        {
            list.Push(item ?? [], first: false);
        }

        if (call.Database.SetResult(key, list))
        {
            call.Database.NotifyResult(key, list, KeyEventKinds.List, "sortstore");
        }

        call.Reply.Integer(output.Count);
    }

    private readonly record struct Weight(byte[]? Text, double Score)
    {
        // By score, then by bytes. A missing text comes first.
        internal int CompareTo(Weight other)
        {
            int byScore = Score.CompareTo(other.Score);
            if (byScore != 0 || Text is null || other.Text is null)
            {
                return byScore != 0 ? byScore : (Text is null ? 0 : 1) - (other.Text is null ? 0 : 1);
            }

            return Text.AsSpan().SequenceCompareTo(other.Text);
        }
    }
}
