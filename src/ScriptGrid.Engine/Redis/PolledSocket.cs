using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// A non-blocking socket that a <see cref="SocketPoller"/> notifies of events. At most one waiter waits for it at a time. It holds little more than a
/// descriptor and the waiter; a .NET socket takes half a kilobyte.
/// </summary>
/// <remarks>
/// The poller notifies once of each change. So a waiter must have looked and found nothing before it waits; a notification after that look ends the wait
/// before it begins. A stray notification does no harm: the waiter looks, and waits again. After the socket is closed, each use throws
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
internal sealed class PolledSocket : SafeHandleMinusOneIsInvalid
{
    /// <summary>The value of <see cref="_waiter"/> that means: something happened since the last look.</summary>
    private static readonly IPollWaiter News = new NoWaiter();

    private readonly SocketPoller _poller;
    private IPollWaiter? _waiter;

    /// <summary>Creates a socket for a server's address.</summary>
    /// <exception cref="SocketException">The system could not create a socket.</exception>
    public PolledSocket(SocketPoller poller, SocketAddress server)
        : base(ownsHandle: true)
    {
        _poller = poller;

        // An address begins with its family, as the number that the system uses.
        int family = MemoryMarshal.Read<ushort>(server.Buffer.Span);
        SetHandle(NativeSocket.Create(family, NativeSocket.Stream | NativeSocket.NeverBlocks | NativeSocket.CloseOnExec, protocol: 0));
        if (IsInvalid)
        {
            throw new SocketException();
        }
    }

    /// <summary>The address of the server that the socket is connected to; null if it is not connected, or not by IP.</summary>
    public IPAddress? Peer
    {
        get
        {
            var address = new SocketAddress(AddressFamily.InterNetworkV6);
            int length = address.Size;
            if (NativeSocket.GetPeer(this, ref address.Buffer.Span[0], ref length) != 0)
            {
                return null;
            }

            IPAddress? any = address.Family switch
            {
                AddressFamily.InterNetwork => IPAddress.Any,
                AddressFamily.InterNetworkV6 => IPAddress.IPv6Any,
                _ => null,
            };
            return any is null ? null : ((IPEndPoint)new IPEndPoint(any, 0).Create(address)).Address;
        }
    }

    /// <summary>Starts to connect. Returns true if that has already ended.</summary>
    public bool TryConnect(SocketAddress server, out SocketError error)
    {
        int result = NativeSocket.Connect(this, ref MemoryMarshal.GetReference(server.Buffer.Span), server.Size);
        error = result == 0 ? SocketError.Success : LastError();
        bool isUnderWay = error is SocketError.InProgress or SocketError.Interrupted;
        if ((isUnderWay || error == SocketError.Success) && _poller.TryAdd(this, (int)handle) is { } failure)
        {
            (isUnderWay, error) = (false, failure);
        }

        return !isUnderWay;
    }

    /// <summary>Returns true, and the outcome, if connecting has ended. If it returns false, the attempt is resumed when it should look again.</summary>
    public bool TryEndConnect(IPollWaiter attempt, out SocketError error)
    {
        while (true)
        {
            Forget();
            error = PendingError();
            if (error != SocketError.Success || IsConnected())
            {
                return true;
            }

            if (TryWait(attempt))
            {
                return false;
            }
        }
    }

    /// <summary>Sets a socket option.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    public void Set(int level, int option, int value)
    {
        if (NativeSocket.SetOption(this, level, option, value, sizeof(int)) != 0)
        {
            throw new SocketException();
        }
    }

    /// <summary>Starts to wait for an event. Returns false if there already was one since the last look.</summary>
    public bool TryWait(IPollWaiter waiter) => Interlocked.CompareExchange(ref _waiter, waiter, null) is null;

    /// <summary>Marks past events as seen, then receives without waiting. Returns the number of bytes.</summary>
    public int Receive(Span<byte> room, out SocketError error)
    {
        Forget();
        return Receive(room, flags: 0, out error);
    }

    /// <summary>Receives without waiting. Events since the last <see cref="Forget"/> still count as new. Returns the number of bytes.</summary>
    public int Receive(Span<byte> room, int flags, out SocketError error)
    {
        nint count;
        do
        {
            count = NativeSocket.Receive(this, ref MemoryMarshal.GetReference(room), room.Length, flags);
            error = count >= 0 ? SocketError.Success : LastError();
        }
        while (error == SocketError.Interrupted);
        return (int)Math.Max(count, 0);
    }

    /// <summary>Whether bytes have come, or the connection has ended.</summary>
    public bool HasNews()
    {
        Receive([0], NativeSocket.Peek, out SocketError error);
        return error != SocketError.WouldBlock;
    }

    /// <summary>Sends as many bytes as there is room for, without waiting. Returns their number.</summary>
    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        nint count;
        do
        {
            count = NativeSocket.Send(this, ref MemoryMarshal.GetReference(bytes), bytes.Length, NativeSocket.NoSignal);
            error = count >= 0 ? SocketError.Success : LastError();
        }
        while (error == SocketError.Interrupted);
        return (int)Math.Max(count, 0);
    }

    /// <summary>Marks past events as seen. Look at the socket after this call: only events that come later count as new.</summary>
    public void Forget() => Interlocked.Exchange(ref _waiter, null);

    /// <summary>Notifies the socket of an event. Its waiter, if there is one, continues on the calling thread.</summary>
    public void Tell() => Interlocked.Exchange(ref _waiter, News)?.Resume();

    protected override bool ReleaseHandle()
    {
        _poller.Remove(this, (int)handle);
        return NativeSocket.Close(handle) == 0;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _waiter, News) is { } waiter && waiter != News)
        {
            // The thread that closes the socket may hold locks.
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.Resume(), waiter, preferLocal: false);
        }
    }

    /// <summary>Returns the error of the last call.</summary>
    private static SocketError LastError() =>
        Marshal.GetLastPInvokeError() == NativeSocket.WouldBlock ? SocketError.WouldBlock : new SocketException().SocketErrorCode;

    /// <summary>Returns why connecting failed; <see cref="SocketError.Success"/> if it has not failed.</summary>
    private SocketError PendingError()
    {
        int length = sizeof(int);
        if (NativeSocket.GetOption(this, NativeSocket.SocketLevel, NativeSocket.Error, out int error, ref length) == 0)
        {
            Marshal.SetLastPInvokeError(error);
        }

        return Marshal.GetLastPInvokeError() == 0 ? SocketError.Success : LastError();
    }

    /// <summary>A socket that is still connecting, or failed to connect, has no peer.</summary>
    private bool IsConnected()
    {
        byte family = 0;
        int length = sizeof(byte);
        return NativeSocket.GetPeer(this, ref family, ref length) == 0;
    }

    private sealed class NoWaiter : IPollWaiter
    {
        public void Resume()
        {
        }
    }
}
