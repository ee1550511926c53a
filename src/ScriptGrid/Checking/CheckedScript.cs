using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Checking;

/// <summary>A script to check: the name of its file in messages, its text, and what is known about how it runs.</summary>
internal sealed record CheckedScript(string File, ReadOnlyMemory<byte> Text, LintOptions Options)
{
    /// <summary>Makes a script that the configuration names. The configuration's settings of the script take precedence over the command line's.</summary>
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

    /// <summary>Makes a script that the command line names.</summary>
    public static CheckedScript Given(string file, ReadOnlyMemory<byte> text, LintOptions options) =>
        new(file, text, options with { Rows = options.StringsOnly ? null : DeclaredShapes.Of(text, []) });

    /// <summary>Returns the path relative to the working directory if the file is below it; otherwise the path unchanged.</summary>
    private static string Shorten(string path, string workingDirectory)
    {
        string relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
