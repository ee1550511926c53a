using System.Globalization;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>All commands of Redis 7.0.15, read from <c>commands.txt</c>.</summary>
internal static class CommandCatalogue
{
    /// <summary>The commands by name, ignoring case. The name of a subcommand is like <c>config get</c>.</summary>
    internal static Dictionary<string, CommandFacts> All { get; } = Read();

    /// <summary>Finds a command by its first word, ignoring case. A word with a blank is none: a subcommand is a word of its own.</summary>
    internal static CommandFacts? Find(string word) => word.Contains(' ') ? null : All.GetValueOrDefault(word);

    private static Dictionary<string, CommandFacts> Read()
    {
        var all = new Dictionary<string, CommandFacts>(StringComparer.OrdinalIgnoreCase);
        using var stream = typeof(CommandCatalogue).Assembly.GetManifestResourceStream("commands.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                CommandFacts facts = Parse(line.Split('|', StringSplitOptions.TrimEntries));
                all.Add(facts.Name, facts);
            }
        }

        return all;
    }

    private static CommandFacts Parse(string[] columns) => new(
        columns[0],
        Integer(columns[1]),
        Integer(columns[2]),
        Integer(columns[3]),
        Integer(columns[4]),
        Flags(columns[5]),
        Words(columns[6]));

    private static CommandFlags Flags(string text) =>
        text == "-" ? CommandFlags.None : Enum.Parse<CommandFlags>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Words(string text) => text == "-" ? [] : text.Split(',');
}
