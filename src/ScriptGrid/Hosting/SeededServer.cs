using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>Starts embedded servers for <c>redis</c> and <c>run</c>, with initial data from a file. What scripts log goes to standard error.</summary>
internal static class SeededServer
{
    private static readonly string[] LevelNames = ["debug", "verbose", "notice", "warning"];

    /// <summary>Returns a running server; or null with the exit code, after the reason was printed.</summary>
    public static async Task<(EmbeddedRedisServer? Server, int ExitCode)> StartAsync(
        EmbeddedRedisOptions options, string? seedFile, CancellationToken cancellationToken)
    {
        string problem = "";
        SeedFile? seed = string.IsNullOrEmpty(seedFile) ? null : SeedFile.Read(seedFile, out problem);
        if (problem.Length > 0)
        {
            return (null, BadUsage.Report([problem], Console.Error));
        }

        EmbeddedRedisServer server;
        try
        {
            server = await EmbeddedRedisServer.StartAsync(options with { ScriptLog = WriteLog, FaultLog = WriteFault }, cancellationToken);
        }
        catch (EmbeddedRedisException e)
        {
            Console.Error.WriteLine(e.Message);
            return (null, ExitCode.Failure);
        }

        if (seed is not null && await seed.RunAsync(server, cancellationToken) is { } fault)
        {
            await server.DisposeAsync();
            return (null, BadUsage.Report([fault], Console.Error));
        }

        return (server, ExitCode.Success);
    }

    private static void WriteFault(string text) => Console.Error.WriteLine(OneLine.Of(text));

    private static void WriteLog(int level, string text) => Console.Error.WriteLine($"redis.log {LevelNames[level]}: {OneLine.Of(text)}");
}
