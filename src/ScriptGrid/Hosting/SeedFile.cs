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
        var transaction = new SeedTransaction();
        foreach ((int line, List<byte[]>? words) in SeedLines.Read(_bytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int at, string? problem) = words is null ? (line, SeedLines.BadQuotes) : await RunAsync(server, transaction, words, line);
            if (problem is not null)
            {
                return $"{_path}:{at}: {problem}";
            }
        }

        return transaction.OpenedAt is { } open ? $"{_path}:{open}: MULTI begins a transaction that does not end: add EXEC" : null;
    }

    private static async Task<(int Line, string? Problem)> RunAsync(
        EmbeddedRedisServer server, SeedTransaction transaction, List<byte[]> words, int line)
    {
        if (SeedRules.Refusal(words) is { } refusal)
        {
            return (line, refusal);
        }

        byte[] reply;
        try
        {
            reply = await server.ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)word)]);
        }
        catch (EmbeddedRedisException)
        {
            return (line, Ended);
        }

        if (reply.Length == 0)
        {
            return (line, Ended);
        }

        string name = SeedRules.Name(words);
        if (SeedRules.Problem(words, reply) is { } problem)
        {
            int? failed = name == "EXEC" && SeedRules.FirstError(reply) is { } error ? transaction.LineOf(error.Index) : null;
            return (failed ?? line, problem);
        }

        transaction.Follow(name, line);
        return (line, null);
    }
}
