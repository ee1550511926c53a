using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Commands whose last arguments are groups, as fields with their values: an odd number of them fails.</summary>
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
        ["xadd"] = new(3, 2, "fields and values"),
    };

    /// <summary>Words that stand before the id of an XADD; with one of them the id is not where it is without.</summary>
    private static readonly string[] OptionsOfXAdd = ["nomkstream", "maxlen", "minid"];

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from call in facts.Calls
        where !call.IsOpen
        from use in CommandFinder.Uses(call, facts)
        where use.Facts is not null && Commands.ContainsKey(use.Name) && call.Words.Count >= Math.Abs(use.Facts.Arity)
        let groups = Commands[use.Name]
        let start = Start(use, groups, facts)
        where start is not null && (call.Words.Count - start) % groups.Size != 0
        select new Finding(
            call.Line, FindingCode.WrongArity, $"{use.Title}: {groups.What} go together, and here are {call.Words.Count - start} arguments for them");

    /// <summary>The position of the first group; null where an argument there may be an option.</summary>
    private static int? Start(CommandUse use, Groups groups, ScriptFacts facts)
    {
        int start = groups.First;
        if (use.Name == "xadd")
        {
            return use.Text(2, facts) is { } id && !OptionsOfXAdd.Contains(id) ? start : null;
        }

        if (groups.Options.Length == 0)
        {
            return start;
        }

        while (use.Text(start, facts) is { } option && groups.Options.Contains(option))
        {
            start++;
        }

        return use.Word(start) is { } first && Constants.Number(first, facts) is not null ? start : null;
    }

    /// <param name="First">The position of the first group among the command's words.</param>
    /// <param name="Size">How many words make a group.</param>
    /// <param name="What">What a group is.</param>
    private sealed record Groups(int First, int Size, string What)
    {
        /// <summary>Words that may stand before the first group.</summary>
        internal string[] Options { get; init; } = [];
    }
}
