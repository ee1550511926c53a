namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks commands whose last arguments come in groups, such as fields with their values. They fail if a group is incomplete.</summary>
internal static class PairRules
{
    private static readonly Dictionary<string, Groups> Commands = new()
    {
        ["mset"] = new(1, 2, "keys and values"),
        ["msetnx"] = new(1, 2, "keys and values"),
        ["hset"] = new(2, 2, "fields and values"),
        ["hmset"] = new(2, 2, "fields and values"),
        ["zadd"] = new(2, 2, "scores and members") { Options = ["nx", "xx", "gt", "lt", "ch", "incr"] },
        ["geoadd"] = new(2, 3, "longitude, latitude and member") { Options = ["nx", "xx", "ch"] },
        ["xadd"] = new(2, 2, "fields and values") { Options = ["nomkstream"] },
    };

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from kinds in new[] { new ValueKinds(facts) }
        from call in facts.Calls
        where !call.IsOpen
        from use in CommandFinder.Uses(call, facts)
        where use.Facts is not null && Commands.ContainsKey(use.Name) && call.Words.Count >= Math.Abs(use.Facts.Arity)
        let groups = Commands[use.Name]
        let start = Start(use, groups, kinds, facts)
        where start is not null && (call.Words.Count - start) % groups.Size != 0
        select new Finding(
            call.Line, FindingCode.WrongArity, $"{use.Title}: {groups.What} must come in {(groups.Size == 2 ? "pairs" : "threes")}, but this call has {call.Words.Count - start} of them");

    /// <summary>Returns the position of the first group; null if the argument there may be an option.</summary>
    private static int? Start(CommandUse use, Groups groups, ValueKinds kinds, ScriptFacts facts)
    {
        if (groups.Options.Length == 0)
        {
            return groups.First;
        }

        int start = groups.First;
        while (use.Text(start, facts) is { } option && groups.Options.Contains(option))
        {
            start++;
        }

        return use.Name == "xadd" ? StartOfXAdd(use, start, facts) : use.Word(start) is { } first && ValueKinds.IsNumber(kinds.Of(first)) ? start : null;
    }

    /// <summary>Returns the position after <c>[MAXLEN|MINID [=|~] threshold [LIMIT count]]</c> and the id; null if it is unknown.</summary>
    private static int? StartOfXAdd(CommandUse use, int position, ScriptFacts facts)
    {
        if (use.Text(position, facts) is "maxlen" or "minid")
        {
            position += use.Text(position + 1, facts) is "=" or "~" ? 3 : 2;
            position += use.Text(position, facts) == "limit" ? 2 : 0;
        }

        return use.Text(position, facts) is { } id && (id == "*" || (id.Length > 0 && char.IsAsciiDigit(id[0]))) ? position + 1 : null;
    }

    /// <param name="First">The position of the first group among the command's words.</param>
    /// <param name="Size">The number of words in a group.</param>
    /// <param name="What">What the groups consist of, for messages.</param>
    private sealed record Groups(int First, int Size, string What)
    {
        /// <summary>Words that may come before the first group.</summary>
        internal string[] Options { get; init; } = [];
    }
}
