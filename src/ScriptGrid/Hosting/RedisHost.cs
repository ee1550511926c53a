using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary><c>scriptgrid redis</c>: an embedded Redis, until SIGTERM or SIGINT.</summary>
internal static class RedisHost
{
    /// <summary>Serves until cancelled.</summary>
    public static async Task<int> RunAsync(RedisRequest request, CancellationToken cancellationToken)
    {
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
            Console.Out.WriteLine($"Embedded Redis {server.EndPoint} is ready; data lives in memory alone. Ctrl-C ends it.");
            await UntilStoppedAsync(server, cancellationToken);
            return ExitCode.Success;
        }
    }

    private static async Task UntilStoppedAsync(EmbeddedRedisServer server, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => stopped.TrySetResult());
        await Task.WhenAny(stopped.Task, server.Completion);
    }
}
