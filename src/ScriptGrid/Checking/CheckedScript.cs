using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Checking;

/// <summary>A script to check: what messages call its file, its text, and what is known of how it runs.</summary>
internal sealed record CheckedScript(string File, ReadOnlyMemory<byte> Text, LintOptions Options)
{
    /// <summary>A script that the configuration names. ScriptGrid itself takes numbers, and so it is judged unless redis_exporter's rules hold.</summary>
    public static CheckedScript Configured(ScriptSpec script, string workingDirectory)
    {
        var options = new LintOptions { MayWrite = script.ReadOnly == ReadOnlyMode.Off, StringsOnly = script.RedisExporterCompatible };
        return new CheckedScript(Shorten(script.Path, workingDirectory), script.Body, options);
    }

    /// <summary>A script of the command line; null, with the problem, where it cannot be read.</summary>
    public static CheckedScript? Given(string path, string workingDirectory, bool mayWrite, out string problem)
    {
        byte[]? text = BoundedFile.Read(Path.GetFullPath(path, workingDirectory), Defaults.MaxScriptBytes, out problem);
        return text is null ? null : new CheckedScript(path, text, new LintOptions { MayWrite = mayWrite });
    }

    /// <summary>The path from the working directory, where it leads down from there.</summary>
    private static string Shorten(string path, string workingDirectory)
    {
        string relative = Path.GetRelativePath(workingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
