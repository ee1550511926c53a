using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace ScriptGrid.Engine.Configuration;

/// <summary>A script of <c>contrib/collectors</c>, embedded in the program.</summary>
/// <param name="Name">Its name, which is also its <c>filename</c> label.</param>
/// <param name="Text">Its text.</param>
internal sealed record ShippedCollector(string Name, string Text)
{
    private const string Prefix = "collectors/";

    /// <summary>All shipped collectors, ordered by name.</summary>
    public static ImmutableArray<ShippedCollector> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static resource => new ShippedCollector(resource[Prefix.Length..], Read(resource))),
    ];

    /// <summary>The script's body; all scripts that run the collector share this array.</summary>
    public byte[] Body { get; } = Encoding.UTF8.GetBytes(Text);

    /// <summary>What the collector measures: the first sentence of its header.</summary>
    public string Summary => Sentence(string.Join(' ', HeaderLines().TakeWhile(static line => line.Length > 0).Select(static line => line.Trim())));

    /// <summary>The description of its arguments.</summary>
    public string Arguments => Sentence(Entry("ARGV"));

    /// <summary>The servers on which it runs, and the permissions that an ACL user needs.</summary>
    public string Needs => Entry("Needs");

    /// <summary>Returns the collector of this name; null if there is none.</summary>
    public static ShippedCollector? Find(string name) => All.FirstOrDefault(collector => collector.Name == name);

    /// <summary>The error message for a name that no collector has.</summary>
    public static string Unknown(string name) =>
        $"no collector is named {name}{NearestName.Hint(name, All.Select(static collector => collector.Name))}; see scriptgrid collectors list";

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private IEnumerable<string> HeaderLines() => Text.Split('\n')
        .TakeWhile(static line => line.StartsWith("--", StringComparison.Ordinal))
        .SkipWhile(static line => line.StartsWith("--!", StringComparison.Ordinal)) // Flags for Dragonfly.
        .Select(static line => line[2..].TrimEnd());

    /// <summary>Returns an entry of the header, for example <c>Needs</c>, including its indented continuation lines.</summary>
    private string Entry(string word)
    {
        IEnumerable<string> lines = HeaderLines()
            .SkipWhile(line => !line.StartsWith($" {word}", StringComparison.Ordinal))
            .TakeWhile((line, index) => index == 0 || line.StartsWith("   ", StringComparison.Ordinal));
        string[] words = string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.SkipWhile(text => text.StartsWith(word, StringComparison.Ordinal)));
    }

    private static string Sentence(string text) => text.Trim().Split(". ")[0].TrimEnd('.');
}
