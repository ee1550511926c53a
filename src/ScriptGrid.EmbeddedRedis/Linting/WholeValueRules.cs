namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks for commands that read a whole value, regardless of its size.</summary>
internal static class WholeValueRules
{
    /// <summary>The commands that read a whole value; for each, the command that returns its size, and a way to read a part.</summary>
    private static readonly Dictionary<string, (string Size, string Part)> Commands = new()
    {
        ["smembers"] = ("scard", "SSCAN"),
        ["sunion"] = ("scard", "SSCAN"),
        ["sinter"] = ("scard", "SINTERCARD and LIMIT"),
        ["sdiff"] = ("scard", "SSCAN"),
        ["hgetall"] = ("hlen", "HMGET or HSCAN"),
        ["hkeys"] = ("hlen", "HSCAN"),
        ["hvals"] = ("hlen", "HMGET or HSCAN"),
        ["lrange"] = ("llen", "a narrower range"),
        ["zrange"] = ("zcard", "a narrower range"),
        ["zrevrange"] = ("zcard", "a narrower range"),
        ["zrangebyscore"] = ("zcard", "LIMIT"),
        ["zrevrangebyscore"] = ("zcard", "LIMIT"),
        ["zrangebylex"] = ("zcard", "LIMIT"),
        ["zrevrangebylex"] = ("zcard", "LIMIT"),
        ["zunion"] = ("zcard", "ZSCAN"),
        ["zinter"] = ("zcard", "ZINTERCARD and LIMIT"),
        ["zdiff"] = ("zcard", "ZSCAN"),
        ["xrange"] = ("xlen", "COUNT"),
        ["xrevrange"] = ("xlen", "COUNT"),
    };

    internal static IEnumerable<Finding> Check(ScriptFacts facts) =>
        from call in facts.Calls
        from use in CommandFinder.Uses(call, facts)
        where use.Facts is not null && Commands.ContainsKey(use.Name)
        let instead = Commands[use.Name]
        where ReadsAll(use, facts) && !Asks(instead.Size, facts)
        select new Finding(
            call.Line,
            FindingCode.WholeValue,
            $"{use.Title}: it reads the whole value, whatever its size; check the size with {instead.Size.ToUpperInvariant()} first, or read a part with {instead.Part}");

    /// <summary>Whether a script asks for a size anywhere. It is then assumed to check the size before it reads the whole value.</summary>
    internal static bool Asks(string size, ScriptFacts facts) =>
        facts.Calls.Any(call => CommandFinder.Uses(call, facts).Any(use => use.Name == size));

    private static bool ReadsAll(CommandUse use, ScriptFacts facts) => use.Name switch
    {
        "zrange" when use.Names("byscore", facts) => IsFrom(use, facts, "-inf", "+inf") && HasAll(use, facts, "limit"),
        "zrange" when use.Names("bylex", facts) => IsFrom(use, facts, "-", "+") && HasAll(use, facts, "limit"),
        "lrange" or "zrange" or "zrevrange" => use.Number(2, facts) == 0 && use.Number(3, facts) == -1,
        "zrangebyscore" or "zrevrangebyscore" => IsFrom(use, facts, "-inf", "+inf") && HasAll(use, facts, "limit"),
        "zrangebylex" or "zrevrangebylex" => IsFrom(use, facts, "-", "+") && HasAll(use, facts, "limit"),
        "xrange" or "xrevrange" => IsFrom(use, facts, "-", "+") && HasAll(use, facts, "count"),
        _ => true,
    };

    /// <summary>Whether a range goes from one end to the other, in either order.</summary>
    private static bool IsFrom(CommandUse use, ScriptFacts facts, string low, string high)
    {
        (string? first, string? second) = (use.Text(2, facts), use.Text(3, facts));
        return (first == low && IsHigh(second)) || (IsHigh(first) && second == low);

        bool IsHigh(string? text) => text == high || (text == "inf" && high == "+inf");
    }

    /// <summary>Whether all words are known, and none of them is an option that limits the result.</summary>
    private static bool HasAll(CommandUse use, ScriptFacts facts, string option) => !use.Call.IsOpen && !use.Names(option, facts);
}
