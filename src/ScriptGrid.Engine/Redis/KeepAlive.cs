using System.Buffers.Binary;
using System.Net.Sockets;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Makes the system detect a server that vanished. After 15 s without traffic, the system sends a probe every 5 s, and closes the connection after three probes
/// without an answer. On Linux, sent data that is not acknowledged closes the connection after the same 30 s.
/// </summary>
internal static class KeepAlive
{
    private const int IdleSeconds = 15;
    private const int IntervalSeconds = 5;
    private const int Probes = 3;

    private const int AcknowledgedWithinSeconds = IdleSeconds + (IntervalSeconds * Probes);

    /// <summary>TCP_USER_TIMEOUT of linux/tcp.h; .NET has no name for it.</summary>
    private const int LinuxUserTimeout = 18;

    /// <summary>
    /// Applies the settings to a TCP socket that is not connected yet, and turns off the delay of small requests. Other sockets need neither.
    /// </summary>
    public static void Apply(Socket socket)
    {
        if (socket.ProtocolType != ProtocolType.Tcp)
        {
            return;
        }

        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, IdleSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
        if (OperatingSystem.IsLinux())
        {
            Span<byte> milliseconds = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(milliseconds, AcknowledgedWithinSeconds * 1000);
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, LinuxUserTimeout, milliseconds);
        }
    }

    /// <summary>Applies the settings to a TCP socket of Linux that is not connected yet.</summary>
    public static void Apply(PolledSocket socket)
    {
        socket.Set(NativeSocket.TcpLevel, NativeSocket.NoDelay, 1);
        socket.Set(NativeSocket.SocketLevel, NativeSocket.KeepAlive, 1);
        socket.Set(NativeSocket.TcpLevel, NativeSocket.KeepAliveIdle, IdleSeconds);
        socket.Set(NativeSocket.TcpLevel, NativeSocket.KeepAliveInterval, IntervalSeconds);
        socket.Set(NativeSocket.TcpLevel, NativeSocket.KeepAliveProbes, Probes);
        socket.Set(NativeSocket.TcpLevel, LinuxUserTimeout, AcknowledgedWithinSeconds * 1000);
    }
}
