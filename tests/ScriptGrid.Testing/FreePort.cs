using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.Testing;

/// <summary>Finds ports of 127.0.0.1 on which nobody listens. Each port is returned only once, because a server may bind its port much later.</summary>
internal static class FreePort
{
    // Below Linux's range for outgoing connections, so that no such connection takes the port before or between a server's starts.
    private const int First = 18_000;
    private const int Last = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Drawn = new();

    /// <summary>Returns a port that was free a moment ago and that this process has not returned before.</summary>
    public static int Find()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, Last);
            if (!Drawn.TryAdd(port, true))
            {
                continue;
            }

            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken. Try another one.
            }
        }
    }
}
