using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid redis</c>: an embedded Redis, until SIGTERM or SIGINT.</summary>
internal static class RedisHost
{
    /// <summary>Serves until cancelled.</summary>
    public static async Task<int> RunAsync(RedisRequest request, CancellationToken cancellationToken)
    {
        TakeInOrder();
        var options = new EmbeddedRedisOptions
        {
            Address = request.Bind,
            Port = request.Port,
            EnableDebugCommand = request.EnableDebugCommand,
        };
        (EmbeddedRedisServer? server, int exitCode) = await SeededServer.StartAsync(options, request.SeedFile, cancellationToken);
        if (server is null)
        {
            return exitCode;
        }

        await using (server)
        {
            Console.Out.WriteLine($"Embedded Redis {server.EndPoint} is ready; data is kept in memory only. Ctrl-C stops it.");
            await UntilStoppedAsync(server, cancellationToken);
            return Report(server.Completion);
        }
    }

    /// <summary>Returns the exit code. If the server failed, prints why.</summary>
    private static int Report(Task completion)
    {
        if (completion.Exception is not { InnerException: { } fault })
        {
            return ExitCode.Success;
        }

        Console.Error.WriteLine(OneLine.Of($"The embedded Redis has ended: {fault.GetType().Name}: {fault.Message}"));
        return ExitCode.Failure;
    }

    /// <summary>
    /// Lets one thread wait for all sockets and handle what arrives, so that clients are served in the order in which they send, as Redis does. .NET reads
    /// these variables when the first socket is created. Values that the user has set are kept.
    /// </summary>
    private static void TakeInOrder()
    {
        foreach (string name in (string[])["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"])
        {
            Environment.SetEnvironmentVariable(name, Environment.GetEnvironmentVariable(name) ?? "1");
        }
    }

    private static async Task UntilStoppedAsync(EmbeddedRedisServer server, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration cancelled = cancellationToken.Register(stopped.SetResult);
        await Task.WhenAny(stopped.Task, server.Completion);
    }
}
