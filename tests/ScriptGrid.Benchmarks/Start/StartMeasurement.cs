using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using ScriptGrid.Benchmarks.Tools;
using ScriptGrid.Testing;

namespace ScriptGrid.Benchmarks.Start;

/// <summary>The figures of one start of a program, with one target.</summary>
/// <param name="Healthy">The time from the start of the process until <c>/-/healthy</c> was answered.</param>
/// <param name="FirstPage">The time from the start of the process until a page of <c>/metrics</c> had the target's <c>redis_up</c>.</param>
/// <param name="Cpu">The CPU time until then.</param>
/// <param name="Memory">Its memory once it had settled.</param>
internal sealed record StartMeasurement(TimeSpan Healthy, TimeSpan FirstPage, TimeSpan Cpu, MemoryFigures Memory)
{
    /// <summary>The time between two collections, and between two scrapes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Starts a program, waits for its first page, scrapes it for a while, and ends it.</summary>
    public static async Task<StartMeasurement> TakeAsync(
        string program, string target, string scriptFile, TimeSpan settle, CancellationToken cancellationToken)
    {
        int port = FreePort.Find();
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        long startedAt = Stopwatch.GetTimestamp();
        Task<ChildProcess> starting = ChildProcess.StartAsync(
            program, ["serve", "--target", target, "--script", scriptFile, "--interval", $"{Interval.TotalSeconds}s", "--web.listen-address", address], "Serving metrics");
        await RepeatAsync(() => IsListeningAsync(port, cancellationToken), starting, cancellationToken);
        await client.GetStringAsync("/-/healthy", cancellationToken);
        TimeSpan healthy = Stopwatch.GetElapsedTime(startedAt);
        await RepeatAsync(() => HasTargetAsync(client, cancellationToken), starting, cancellationToken);
        TimeSpan firstPage = Stopwatch.GetElapsedTime(startedAt);

        await using ChildProcess process = await starting;
        TimeSpan cpu = ProcessFigures.CpuTime(process.Id);
        await ScrapeAsync(client, settle, cancellationToken);
        return new StartMeasurement(healthy, firstPage, cpu, MemoryFigures.Of(process.Id));
    }

    private static async Task RepeatAsync(Func<Task<bool>> isDone, Task starting, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        while (!await isDone())
        {
            if (starting.IsFaulted)
            {
                await starting; // Throws an exception that has the program's log.
            }

            if (Stopwatch.GetElapsedTime(since) > Limit)
            {
                throw new InvalidOperationException("The program served nothing in time.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<bool> HasTargetAsync(HttpClient client, CancellationToken cancellationToken) =>
        (await client.GetStringAsync("/metrics", cancellationToken)).Contains("\nredis_up{", StringComparison.Ordinal);

    private static async Task ScrapeAsync(HttpClient client, TimeSpan duration, CancellationToken cancellationToken)
    {
        long since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < duration)
        {
            await Task.Delay(Interval, cancellationToken);
            await client.GetStringAsync("/metrics", cancellationToken);
        }
    }
}
