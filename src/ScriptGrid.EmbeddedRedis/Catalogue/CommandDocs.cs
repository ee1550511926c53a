using System.Text.Json;

namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>The documentation that COMMAND DOCS returns for the commands of Redis 7.0.15, from <c>docs.json</c>. It is read when first needed.</summary>
internal static class CommandDocs
{
    internal const string Subcommands = "subcommands";

    private static readonly Lazy<JsonElement> All = new(Read);

    /// <summary>Returns the documentation of a command or, for a name like <c>config|get</c>, of a subcommand.</summary>
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
