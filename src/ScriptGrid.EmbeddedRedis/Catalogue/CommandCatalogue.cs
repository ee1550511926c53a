using System.Collections.Frozen;
using System.Globalization;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>All commands of Redis 7.0.15, read from <c>commands.txt</c>.</summary>
internal static class CommandCatalogue
{
    /// <summary>By name, of any case; a subcommand is found as <c>config get</c>.</summary>
    internal static FrozenDictionary<string, CommandFacts> All { get; } = Read().ToFrozenDictionary(facts => facts.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<CommandFacts> Read()
    {
        using var stream = typeof(CommandCatalogue).Assembly.GetManifestResourceStream("commands.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return Parse(line.Split('|', StringSplitOptions.TrimEntries));
            }
        }
    }

    private static CommandFacts Parse(string[] columns) => new(
        columns[0],
        Integer(columns[1]),
        Integer(columns[2]),
        Integer(columns[3]),
        Integer(columns[4]),
        Words(columns[5]).Aggregate(CommandFlags.None, (flags, word) => flags | Enum.Parse<CommandFlags>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)),
        Words(columns[6]));

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Words(string text) => text == "-" ? [] : text.Split(',');
}
