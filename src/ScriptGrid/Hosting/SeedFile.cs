using System.Text;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Hosting;

/// <summary>
/// A file of commands that provide initial data, one per line, with quotes as in <c>redis-cli</c>. Empty lines and lines that begin with # are ignored.
/// </summary>
internal sealed class SeedFile
{
    private const int MaxBytes = 256 * 1024 * 1024;
    private const string Ended = "the command ended the server";

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
    public async Task<string?> RunAsync(EmbeddedRedisServer server, CancellationToken cancellationToken)
    {
        foreach ((int line, List<byte[]>? words) in SeedLines.Read(_bytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((words is null ? SeedLines.BadQuotes : await RunAsync(server, words)) is { } problem)
            {
                return $"{_path}:{line}: {problem}";
            }
        }

        return null;
    }

    private static async Task<string?> RunAsync(EmbeddedRedisServer server, List<byte[]> words)
    {
        try
        {
            byte[] reply = await server.ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)word)]);
            return reply switch
            {
                [] => Ended,
                [(byte)'-', .. var error] => Encoding.UTF8.GetString(error).TrimEnd(),
                _ => null,
            };
        }
        catch (EmbeddedRedisException)
        {
            return Ended;
        }
    }
}
