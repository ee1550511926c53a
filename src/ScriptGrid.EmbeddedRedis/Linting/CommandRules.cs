using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Checks which commands a script calls, and how.</summary>
internal static class CommandRules
{
    private const string MeantWrites = "if that is intended, set read_only: off for this script";

    private static readonly string[] WholeKeyspace = ["keys", "flushall", "flushdb"];

    internal static IEnumerable<Finding> Check(ScriptFacts facts, LintOptions options) =>
        from call in facts.Calls
        from use in CommandFinder.Uses(call, facts)
        from finding in Check(use, facts, options)
        select finding;

    private static IEnumerable<Finding> Check(CommandUse use, ScriptFacts facts, LintOptions options)
    {
        if (use.IsJoined)
        {
            return [Find(use, FindingCode.UnknownCommand, "in one word it is no command; write each word as an argument of its own")];
        }

        if (use.Facts is null)
        {
            // The names of module commands have a dot, and the module may be installed.
            return use.Name.Contains('.') ? [] : NewerCommands.TryGet(use.Name, out var newer) ? CheckNewer(use, newer, options) : [Unknown(use)];
        }

        if (use.Facts.Flags.HasFlag(CommandFlags.NoScript))
        {
            return [Find(use, FindingCode.ForbiddenCommand, "Redis does not allow it in scripts")];
        }

        return [.. CheckArity(use), .. CheckWrite(use, options), .. CheckReach(use, facts)];
    }

    private static Finding Unknown(CommandUse use)
    {
        string hint = Nearest(use.Name) is { } near ? $"; did you mean {near.ToUpperInvariant()}?" : "";
        return Find(use, FindingCode.UnknownCommand, $"Redis 7.0 has no such command{hint}");
    }

    private static IEnumerable<Finding> CheckNewer(CommandUse use, NewerCommand command, LintOptions options)
    {
        yield return Find(use, FindingCode.NewerCommand, $"only Redis {command.Since} and later have it, and on an older server the script fails");
        if (command.IsWrite && !options.MayWrite)
        {
            yield return Write(use, "it writes", MeantWrites);
        }
    }

    private static IEnumerable<Finding> CheckArity(CommandUse use)
    {
        int arity = use.Facts!.Arity;
        int least = use.Call.IsOpen ? use.Call.Words.Count - 1 : use.Call.Words.Count;
        bool isTooFew = !use.Call.IsOpen && least < Math.Abs(arity);
        bool isTooMany = arity > 0 && least > arity;
        if (isTooFew || isTooMany)
        {
            int expected = Math.Abs(arity) - 1;
            string arguments = $"{(arity < 0 ? "at least " : "")}{expected} argument{(expected == 1 ? "" : "s")}";
            yield return Find(use, FindingCode.WrongArity, $"it takes {arguments}, but this call has {(use.Call.IsOpen ? "at least " : "")}{least - 1}");
        }
    }

    private static IEnumerable<Finding> CheckWrite(CommandUse use, LintOptions options)
    {
        if (options.MayWrite || (use.Facts!.Flags & (CommandFlags.Write | CommandFlags.MayReplicate)) == 0)
        {
            return [];
        }

        string advice = CommandCatalogue.All.ContainsKey(use.Name + "_ro")
            ? $"call {use.Title}_RO if it only reads, or set read_only: off for this script"
            : MeantWrites;
        return [Write(use, use.Facts.IsWrite ? "it writes" : "Redis may send it to replicas", advice)];
    }

    private static Finding Write(CommandUse use, string why, string advice) => Find(use, FindingCode.Write, $"{why}, and EVAL_RO refuses it; {advice}");

    private static IEnumerable<Finding> CheckReach(CommandUse use, ScriptFacts facts)
    {
        if (WholeKeyspace.Contains(use.Name))
        {
            var (effect, advice) = use.Name == "keys" ? ("reads", "; use SCAN with a bound") : ("deletes", "");
            yield return Find(use, FindingCode.KeyspaceScan, $"it {effect} all keys in one step, and every client waits meanwhile{advice}");
        }

        if (use.Facts!.Flags.HasFlag(CommandFlags.Blocking) && (use.Name.StartsWith('b') || use.Names("block", facts)))
        {
            yield return Find(use, FindingCode.BlockingCommand, "in a script it does not wait, but returns nil at once");
        }
    }

    private static Finding Find(CommandUse use, FindingCode code, string message) => new(use.Call.Line, code, $"{use.Title}: {message}");

    /// <summary>Returns the known command that is one typing error away: an extra, missing or different letter, or two swapped letters.</summary>
    private static string? Nearest(string name) =>
        CommandCatalogue.All.Keys.Concat(NewerCommands.Names).Where(candidate => IsOneSlipAway(name, candidate)).Order(StringComparer.Ordinal).FirstOrDefault();

    private static bool IsOneSlipAway(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 1)
        {
            return false;
        }

        int start = left.AsSpan().CommonPrefixLength(right);
        var (mine, theirs) = (left[start..], right[start..]);
        return mine.Length != theirs.Length
            ? mine.Length > theirs.Length ? mine[1..] == theirs : mine == theirs[1..]
            : mine.Length > 0 && (mine[1..] == theirs[1..]
                || (mine.Length > 1 && mine[0] == theirs[1] && mine[1] == theirs[0] && mine[2..] == theirs[2..]));
    }
}
