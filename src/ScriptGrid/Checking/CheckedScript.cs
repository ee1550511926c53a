using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Checking;

/// <summary>A script to check: what messages call its file, its text, and what is known of how it runs.</summary>
internal sealed record CheckedScript(string File, ReadOnlyMemory<byte> Text, LintOptions Options)
{
    /// <summary>A script that the configuration names: what it says of the script goes before what the command line says of all.</summary>
    public static CheckedScript Configured(ScriptSpec script, string workingDirectory, LintOptions options) => new(
        Shorten(script.Path, workingDirectory),
        script.Body,
        options with
        {
            MayWrite = script.ReadOnly == ReadOnlyMode.Off,
            StringsOnly = script.RedisExporterCompatible,
            HasKeys = !script.Keys.IsEmpty,
            Rows = script.RedisExporterCompatible ? null : DeclaredShapes.Of(script.Body, script.Metrics),
        });

    /// <summary>A script that the command line names.</summary>
    public static CheckedScript Given(string file, ReadOnlyMemory<byte> text, LintOptions options) =>
        new(file, text, options with { Rows = options.StringsOnly ? null : DeclaredShapes.Of(text, []) });

    /// <summary>The path from the working directory, where it leads down from there.</summary>
    private static string Shorten(string path, string workingDirectory)
    {
        string relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
