using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>Each run of a script on the healthy targets, as their own server tells it by MONITOR, with the server's own time.</summary>
internal sealed partial class HealthyRuns : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Database, double Time)> _runs = new();
    private readonly NetworkStream _stream;
    private readonly Task _reading;

    private HealthyRuns(NetworkStream stream)
    {
        _stream = stream;
        _reading = ReadAsync();
    }

    /// <summary>Begins to watch.</summary>
    public static async Task<HealthyRuns> WatchAsync(RedisServerProcess server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
        return new HealthyRuns(stream);
    }

    /// <summary>The server's time of the last run so far.</summary>
    public double Now => _runs.LastOrDefault().Time;

    /// <summary>The seconds between one run and the next of each target that ran at least twice in between.</summary>
    public IReadOnlyList<double[]> GapsBetween(double start, double end) =>
    [
        .. _runs
            .Where(run => run.Time >= start && run.Time <= end)
            .GroupBy(static run => run.Database, static run => run.Time)
            .Select(static times => times.Zip(times.Skip(1), static (one, next) => next - one).ToArray())
            .Where(static gaps => gaps.Length > 0),
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_stream);
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (Beat().Match(line) is { Success: true } beat)
                {
                    _runs.Enqueue((beat.Groups[2].Value, double.Parse(beat.Groups[1].Value, CultureInfo.InvariantCulture)));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    /// <summary>Runs of the beating script alone, by their database: proxies lead to database 0 of the same server.</summary>
    [GeneratedRegex("""^\+([0-9.]+) \[([1-9][0-9]*) [^\]]+\] "EVALSHA(?:_RO)?" "[0-9a-f]+" "1" "beat"$""")]
    private static partial Regex Beat();
}
