using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>The commands and their categories as permissions see them: each command and subcommand has a number.</summary>
internal static class AclCommands
{
    private static readonly CommandFacts[] Facts = [.. CommandCatalogue.All.Values.OrderBy(static facts => facts.Name, StringComparer.Ordinal)];

    private static readonly Dictionary<string, int> Numbers = Number();

    /// <summary>The categories in the order in which ACL CAT lists them.</summary>
    internal static IReadOnlyList<string> Categories { get; } =
    [
        "keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo", "stream", "pubsub", "admin", "fast",
        "slow", "blocking", "dangerous", "connection", "transaction", "scripting",
    ];

    internal static int Count => Facts.Length;

    internal static int NumberOf(CommandFacts facts) => Numbers[facts.Name];

    /// <summary>Finds a command, or a subcommand as <c>config|get</c>; -1 if there is none.</summary>
    internal static int Find(string name) => name.Contains(' ') ? -1 : Numbers.GetValueOrDefault(name.Replace('|', ' '), -1);

    internal static CommandFacts ByNumber(int number) => Facts[number];

    /// <summary>The command itself and its subcommands.</summary>
    internal static IEnumerable<int> WithSubcommands(int number) =>
        Enumerable.Range(0, Facts.Length).Where(other => other == number || Facts[other].Name.StartsWith(Facts[number].Name + " ", StringComparison.Ordinal));

    internal static bool HasSubcommands(int number) => WithSubcommands(number).Skip(1).Any();

    internal static IEnumerable<int> InCategory(string category) =>
        Enumerable.Range(0, Facts.Length).Where(number => Facts[number].Categories.Contains(category));

    private static Dictionary<string, int> Number()
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (CommandFacts facts in Facts)
        {
            numbers.Add(facts.Name, numbers.Count);
        }

        return numbers;
    }
}
