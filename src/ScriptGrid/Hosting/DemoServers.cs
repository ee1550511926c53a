using System.Globalization;
using System.Net;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Hosting;

/// <summary>
/// Embedded Redis servers with changing data: queues that grow and drain, sessions that expire, and a hash that becomes invalid now and then.
/// </summary>
internal sealed class DemoServers : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>For how many beats the limits are valid, and then invalid.</summary>
    private const int BeatsBetweenMishaps = 30;

    private readonly List<EmbeddedRedisServer> _servers = [];

    /// <summary>The addresses of the servers.</summary>
    public IEnumerable<IPEndPoint> EndPoints => _servers.Select(static server => server.EndPoint);

    /// <summary>Starts servers with initial data, on free ports of the loopback address.</summary>
    public static async Task<DemoServers> StartAsync(int count, CancellationToken cancellationToken)
    {
        var servers = new DemoServers();
        try
        {
            for (int i = 0; i < count; i++)
            {
                servers._servers.Add(await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { FaultLog = WriteFault }, cancellationToken));
                await servers.FeedAsync(i, beat: 0, cancellationToken);
            }

            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps the data changing until cancelled.</summary>
    /// <exception cref="EmbeddedRedisException">A server failed.</exception>
    public async Task FeedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, TimeProvider.System);
        try
        {
            for (int beat = 1; await timer.WaitForNextTickAsync(cancellationToken); beat++)
            {
                for (int i = 0; i < _servers.Count; i++)
                {
                    // A server that was shut down is left alone.
                    if (!_servers[i].Completion.IsCompletedSuccessfully)
                    {
                        await FeedAsync(i, beat, cancellationToken);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The demo has been asked to end.
        }
    }

    /// <summary>Stops the servers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (EmbeddedRedisServer server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static void WriteFault(string text) => Console.Error.WriteLine(OneLine.Of(text));

    private async Task FeedAsync(int index, int beat, CancellationToken cancellationToken)
    {
        foreach (string command in Commands(index, beat))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _servers[index].ExecuteAsync(command.Split(' '));
        }
    }

    /// <summary>
    /// Returns the commands for a server in one beat: one queue grows and shrinks by turns, one is emptied from time to time, and one only grows.
    /// </summary>
    private static IEnumerable<string> Commands(int index, int beat)
    {
        string item = beat.ToString(CultureInfo.InvariantCulture);
        yield return $"RPUSH queue:mail {item} {item}";
        yield return $"LPOP queue:mail {1 + (((beat / 10) + index) % 2 * 2)}";
        yield return $"RPUSH queue:thumbnails {item} {item} {item}";
        if (beat % (20 + (5 * index)) == 0)
        {
            yield return "DEL queue:thumbnails";
        }

        yield return $"RPUSH queue:invoices {item}";
        yield return $"SET session:{beat % 50} {item} EX {10 + (beat % 7)}";
        yield return $"HINCRBY visits page:{beat % 5} 1";
        if (beat % BeatsBetweenMishaps == 0)
        {
            yield return "DEL config:limits";
            yield return beat / BeatsBetweenMishaps % 2 == 0
                ? "HSET config:limits connections 1000 requests 25000"
                : "SET config:limits unlimited";
        }
    }
}
