using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis;

namespace ScriptGrid.Benchmarks.Embedded;

/// <summary>The code of the benchmark's child processes: the embedded Redis in a plain program, with .NET's default settings.</summary>
internal static class EmbeddedHost
{
    /// <summary>The text that a child prints before its port once it serves.</summary>
    public const string Ready = "serving on ";

    private const int LaterStarts = 20;

    private static readonly byte[] Request = "*5\r\n$4\r\nEVAL\r\n$55\r\nreturn redis.call('INCRBY', KEYS[1], tonumber(ARGV[1]))\r\n$1\r\n1\r\n$1\r\nk\r\n$2\r\n41\r\n"u8.ToArray();

    /// <summary>Serves until it is stopped.</summary>
    public static async Task ServeAsync(CancellationToken cancellationToken)
    {
        await using EmbeddedRedisServer redis = EmbeddedRedisServer.Start();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ready}{redis.Port}"));
        await redis.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Starts servers one after the other, and prints a line for each: the milliseconds from its start to the first answer of a script.</summary>
    public static async Task StartSomeAsync()
    {
        await UseSocketsAsync();
        for (int i = 0; i <= LaterStarts; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await using EmbeddedRedisServer redis = EmbeddedRedisServer.Start();
            await AskAsync(redis.EndPoint);
            Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("F3", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Uses sockets once, because a test process has usually used sockets before it starts a server.</summary>
    private static async Task UseSocketsAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using Socket server = await listener.AcceptSocketAsync();
        await server.SendAsync(new byte[1]);
        await client.GetStream().ReadExactlyAsync(new byte[1]);
    }

    private static async Task AskAsync(IPEndPoint address)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address);
        await client.GetStream().WriteAsync(Request);
        byte[] reply = new byte[5];
        await client.GetStream().ReadExactlyAsync(reply);
        if (!reply.AsSpan().SequenceEqual(":41\r\n"u8))
        {
            throw new InvalidOperationException("The script did not give what it should.");
        }
    }
}
