using System.Collections.Frozen;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>What COMMAND INFO and permissions need to know about a command in addition to its <see cref="CommandFacts"/>.</summary>
/// <param name="Name">The name, in the form of <see cref="CommandFacts"/>.</param>
/// <param name="Since">The version of Redis that introduced the command.</param>
/// <param name="Group">The group of the command in the documentation.</param>
/// <param name="Tips">Hints for proxies and cluster clients.</param>
/// <param name="Keys">The positions of its keys.</param>
internal sealed record CommandDetails(string Name, string Since, string Group, IReadOnlyList<string> Tips, IReadOnlyList<KeySpecification> Keys)
{
    /// <summary>The details by command name, ignoring case.</summary>
    internal static FrozenDictionary<string, CommandDetails> All { get; } =
        Read().ToFrozenDictionary(static details => details.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<CommandDetails> Read()
    {
        using var stream = typeof(CommandDetails).Assembly.GetManifestResourceStream("keys.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                string[] columns = line.Split('|', StringSplitOptions.TrimEntries);
                yield return new CommandDetails(columns[0], columns[1], columns[2], columns[3] == "-" ? [] : columns[3].Split(','), Specifications(columns[4]));
            }
        }
    }

    private static KeySpecification[] Specifications(string text) => text == "-" ? [] : [.. text.Split(';').Select(KeySpecification.Parse)];
}
