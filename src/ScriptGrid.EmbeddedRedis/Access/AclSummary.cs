using System.Collections;
using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>
/// Sums up the commands that a user may run as rules, as Redis 7.0 does. The rules are not those that were given: they begin with all commands or none, go on
/// with the categories that come closest, and end with the single commands that still differ.
/// </summary>
internal static class AclSummary
{
    /// <summary>Returns the rules, separated by spaces.</summary>
    /// <param name="commands">Which commands are allowed, by number.</param>
    /// <param name="startsWithAll">Whether commands that may be added one day are allowed.</param>
    /// <param name="firstWords">The first words with which a command is allowed that is not allowed in general.</param>
    internal static string Of(BitArray commands, bool startsWithAll, IReadOnlyDictionary<int, HashSet<string>> firstWords)
    {
        char sign = startsWithAll ? '-' : '+';
        List<string> rules = [startsWithAll ? "+@all" : "-@all"];
        var said = new BitArray(commands.Length, startsWithAll);
        var left = new BitArray(commands);
        List<string> categories = [.. AclCommands.Categories];
        while (Closest(left, !startsWithAll, categories) is { } category)
        {
            rules.Add($"{sign}@{category}");
            SetCategory(said, category, !startsWithAll);
            SetCategory(left, category, startsWithAll);
            categories.Remove(category);
        }

        for (int number = 0; number < commands.Length; number++)
        {
            CommandFacts facts = AclCommands.ByNumber(number);
            string name = facts.Name.Replace(' ', '|');
            if (commands[number] != said[number])
            {
                rules.Add($"{(commands[number] ? '+' : '-')}{name}");
                SetCommand(said, number, commands[number]);
            }

            if (!commands[number] && firstWords.TryGetValue(number, out HashSet<string>? words))
            {
                rules.AddRange(words.Select(word => $"+{name}|{word}"));
            }
        }

        return string.Join(' ', rules);
    }

    /// <summary>Allows or forbids a command with its subcommands.</summary>
    internal static void SetCommand(BitArray commands, int number, bool allowed)
    {
        foreach (int concerned in AclCommands.WithSubcommands(number))
        {
            commands[concerned] = allowed;
        }
    }

    /// <summary>Allows or forbids the commands of a category, with their subcommands.</summary>
    internal static void SetCategory(BitArray commands, string category, bool allowed)
    {
        foreach (int number in AclCommands.InCategory(category))
        {
            SetCommand(commands, number, allowed);
        }
    }

    /// <summary>Returns the category in which more commands are as wanted than not, with the fewest exceptions; null if there is none.</summary>
    private static string? Closest(BitArray commands, bool wanted, List<string> categories)
    {
        (string? best, int fewest, int most) = (null, int.MaxValue, 0);
        foreach (string category in categories)
        {
            int same = AclCommands.InCategory(category).Count(number => commands[number] == wanted);
            int different = AclCommands.InCategory(category).Count() - same;
            if (same > different && (different < fewest || (different == fewest && same > most)))
            {
                (best, fewest, most) = (category, different, same);
            }
        }

        return best;
    }
}
