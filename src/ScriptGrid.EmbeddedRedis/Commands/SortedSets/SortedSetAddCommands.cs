using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.SortedSets;

/// <summary>ZADD and ZINCRBY.</summary>
internal static class SortedSetAddCommands
{
    private const string NotANumber = "ERR resulting score is not a number (NaN)";

    internal static void Register(CommandTable table)
    {
        table.Add("zadd", static call => Add(call, AddWords.None, takesWords: true));
        table.Add("zincrby", static call => Add(call, AddWords.Increment, takesWords: false));
    }

    private static void Add(in CommandCall call, AddWords words, bool takesWords)
    {
        int from = 2;
        while (takesWords && TryWord(call, from, out AddWords word))
        {
            words |= word;
            from++;
        }

        int count = call.Words.Length - from;
        if (count % 2 != 0 || count == 0)
        {
            call.Fail(DataErrors.Syntax);
        }
        else if (AreCompatible(call, words, count / 2) && TryScores(call, from, out double[] scores))
        {
            byte[][] members = new byte[scores.Length][];
            for (int i = 0; i < members.Length; i++)
            {
                members[i] = call.Words[from + 1 + (2 * i)];
            }

            Add(call, words, members, scores);
        }
    }

    /// <summary>Adds members with their scores and replies. The options apply to each member.</summary>
    internal static void Add(in CommandCall call, AddWords words, byte[][] members, double[] scores)
    {
        byte[] key = call.Words[1];
        if (!call.TryFind(key, out SortedSetValue? set))
        {
            return;
        }

        bool isNew = set is null;
        set ??= new SortedSetValue(call.Database.Settings);
        int added = 0;
        int updated = 0;
        double? last = null;
        for (int i = 0; i < scores.Length; i++)
        {
            Outcome outcome = AddOne(set, words, members[i], scores[i], out double score);
            if (outcome == Outcome.NotANumber)
            {
                call.Fail(NotANumber);
                return;
            }

            added += outcome == Outcome.Added ? 1 : 0;
            updated += outcome == Outcome.Updated ? 1 : 0;
            last = outcome == Outcome.Skipped ? null : score;
        }

        if (added + updated > 0)
        {
            call.Database.Store(key, set, isNew);
        }

        Reply(call, words, added, updated, last);
        if (added + updated > 0)
        {
            call.Database.Notify(KeyEventKinds.SortedSet, words.HasFlag(AddWords.Increment) ? "zincr" : "zadd", key);
        }
    }

    private static void Reply(in CommandCall call, AddWords words, int added, int updated, double? last)
    {
        if (!words.HasFlag(AddWords.Increment))
        {
            call.Reply.Integer(words.HasFlag(AddWords.CountChanged) ? added + updated : added);
        }
        else if (last is { } score)
        {
            call.Reply.Double(score);
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static Outcome AddOne(SortedSetValue set, AddWords words, byte[] member, double score, out double result)
    {
        result = score;
        if (!set.TryGetScore(member, out double old))
        {
            return words.HasFlag(AddWords.IfThere) ? Outcome.Skipped : Put(set, member, score, Outcome.Added);
        }

        if (words.HasFlag(AddWords.IfNew))
        {
            return Outcome.Skipped;
        }

        result = words.HasFlag(AddWords.Increment) ? old + score : score;
        if (double.IsNaN(result))
        {
            return Outcome.NotANumber;
        }

        if ((words.HasFlag(AddWords.IfLower) && result >= old) || (words.HasFlag(AddWords.IfGreater) && result <= old))
        {
            return Outcome.Skipped;
        }

        return result == old ? Outcome.Unchanged : Put(set, member, result, Outcome.Updated);
    }

    private static Outcome Put(SortedSetValue set, byte[] member, double score, Outcome outcome)
    {
        set.Set(member, score);
        return outcome;
    }

    private static bool TryWord(in CommandCall call, int index, out AddWords word)
    {
        word = call.Is(index, "NX") ? AddWords.IfNew
            : call.Is(index, "XX") ? AddWords.IfThere
            : call.Is(index, "GT") ? AddWords.IfGreater
            : call.Is(index, "LT") ? AddWords.IfLower
            : call.Is(index, "CH") ? AddWords.CountChanged
            : call.Is(index, "INCR") ? AddWords.Increment
            : AddWords.None;
        return word != AddWords.None;
    }

    private static bool AreCompatible(in CommandCall call, AddWords words, int pairs)
    {
        AddWords conditions = words & (AddWords.IfNew | AddWords.IfGreater | AddWords.IfLower);
        if (words.HasFlag(AddWords.IfNew | AddWords.IfThere))
        {
            return call.Fail("ERR XX and NX options at the same time are not compatible");
        }

        if (conditions is not (AddWords.None or AddWords.IfNew or AddWords.IfGreater or AddWords.IfLower))
        {
            return call.Fail("ERR GT, LT, and/or NX options at the same time are not compatible");
        }

        return pairs == 1 || !words.HasFlag(AddWords.Increment) || call.Fail("ERR INCR option supports a single increment-element pair");
    }

    private static bool TryScores(in CommandCall call, int from, out double[] scores)
    {
        scores = new double[(call.Words.Length - from) / 2];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!Doubles.TryParse(call.Words[from + (2 * i)], out scores[i]))
            {
                return call.Fail(DataErrors.NotFloat);
            }
        }

        return true;
    }

    private enum Outcome
    {
        Skipped,
        Unchanged,
        Added,
        Updated,
        NotANumber,
    }
}

/// <summary>The options of ZADD.</summary>
[Flags]
internal enum AddWords
{
    None = 0,
    IfNew = 1,
    IfThere = 2,
    IfGreater = 4,
    IfLower = 8,
    CountChanged = 16,
    Increment = 32,
}
