using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Hosting;

/// <summary>
/// A file of commands that provide initial data, one per line, with quotes as in <c>redis-cli</c>. Empty lines and lines that begin with # are ignored.
/// </summary>
internal sealed class SeedFile
{
    private const int MaxBytes = 256 * 1024 * 1024;

    private readonly string _path;
    private readonly byte[] _bytes;

    private SeedFile(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    /// <summary>Reads a file. Returns null, with the problem, if it cannot be used.</summary>
    public static SeedFile? Read(string path, out string problem)
    {
        byte[]? bytes = BoundedFile.Read(path, MaxBytes, out problem);
        if (bytes is not null && bytes.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            problem = $"{path} is empty";
        }

        problem = problem.Length > 0 ? $"--seed: {problem}" : "";
        return problem.Length > 0 ? null : new SeedFile(path, bytes!);
    }

    /// <summary>Runs the commands, up to the first that fails.</summary>
    /// <returns>Null if all succeed; otherwise the problem, with its line.</returns>
    public async Task<string?> RunAsync(EmbeddedRedisServer server, CancellationToken cancellationToken) =>
        await server.SeedAsync(_bytes, cancellationToken) is { } problem ? $"{_path}:{problem.Line}: {problem.Text}" : null;
}
