using System.Text.Json;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>What COMMAND DOCS tells of the commands of Redis 7.0.15, as <c>docs.json</c> has it: read when it is first asked for.</summary>
internal static class CommandDocs
{
    internal const string Subcommands = "subcommands";

    private static readonly Lazy<JsonElement> All = new(Read);

    /// <summary>The documentation of a command or, with <c>config|get</c>, of a subcommand.</summary>
    internal static JsonElement Of(string fullName)
    {
        int end = fullName.IndexOf('|', StringComparison.Ordinal);
        return end < 0
            ? All.Value.GetProperty(fullName)
            : All.Value.GetProperty(fullName[..end]).GetProperty(Subcommands).GetProperty(fullName);
    }

    private static JsonElement Read()
    {
        using Stream stream = typeof(CommandDocs).Assembly.GetManifestResourceStream("docs.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
