using System.Collections.Frozen;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>What COMMAND INFO and permissions need of a command beyond its facts.</summary>
/// <param name="Name">As in <see cref="CommandFacts"/>.</param>
/// <param name="Since">The version that brought it.</param>
/// <param name="Group">The group it is documented in.</param>
/// <param name="Tips">What proxies and clients of a cluster do well to know.</param>
/// <param name="Keys">Where its keys are.</param>
internal sealed record CommandDetails(string Name, string Since, string Group, IReadOnlyList<string> Tips, IReadOnlyList<KeySpecification> Keys)
{
    /// <summary>By name, of any case.</summary>
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
