using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// A socket that does not block, and that a <see cref="SocketPoller"/> tells of what happens to it. One waits for it at a time. It is a descriptor and who waits;
/// .NET's own takes half a kilobyte for each.
/// </summary>
/// <remarks>
/// Each change is told once. So whoever waits has looked before and found nothing, and what is told since then ends the wait before it begins. A stray sign is no
/// harm: who is told looks, and waits again. Once it is closed, each use throws <see cref="ObjectDisposedException"/>.
/// </remarks>
internal sealed class PolledSocket : SafeHandleMinusOneIsInvalid
{
    /// <summary>Stands where the one who waits would: something happened since the last look.</summary>
    private static readonly IPollWaiter News = new NoWaiter();

    private readonly SocketPoller _poller;
    private IPollWaiter? _waiter;

    /// <summary>One for a server's address.</summary>
    /// <exception cref="SocketException">The system has no socket to give.</exception>
    public PolledSocket(SocketPoller poller, SocketAddress server)
        : base(ownsHandle: true)
    {
        _poller = poller;

        // An address begins with its family, by the number that the system knows.
        int family = MemoryMarshal.Read<ushort>(server.Buffer.Span);
        SetHandle(NativeSocket.Create(family, NativeSocket.Stream | NativeSocket.NeverBlocks | NativeSocket.CloseOnExec, protocol: 0));
        if (IsInvalid)
        {
            throw new SocketException();
        }
    }

    /// <summary>The address of the server that it is connected to; null where it is none, or no IP address.</summary>
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

    /// <summary>Starts to connect; true where that has ended already.</summary>
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

    /// <summary>Whether connecting has ended, and how; where not, the attempt is told when to look again.</summary>
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

    /// <summary>Sets an option to a number.</summary>
    /// <exception cref="SocketException">The system refuses it.</exception>
    public void Set(int level, int option, int value)
    {
        if (NativeSocket.SetOption(this, level, option, value, sizeof(int)) != 0)
        {
            throw new SocketException();
        }
    }

    /// <summary>Waits for something to happen. False where something has already since the last look.</summary>
    public bool TryWait(IPollWaiter waiter) => Interlocked.CompareExchange(ref _waiter, waiter, null) is null;

    /// <summary>Looks at what there is: receives without waiting.</summary>
    public int Receive(Span<byte> room, out SocketError error)
    {
        Forget();
        return Receive(room, flags: 0, out error);
    }

    /// <summary>Receives without waiting; what is told since it was last forgotten stays news.</summary>
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

    /// <summary>Whether something has come, or the connection has ended.</summary>
    public bool HasNews()
    {
        Receive([0], NativeSocket.Peek, out SocketError error);
        return error != SocketError.WouldBlock;
    }

    /// <summary>Sends as much as there is room for, without waiting.</summary>
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

    /// <summary>Whether the server closed the connection, and nothing is left to be received.</summary>
    public bool WasClosed() => Receive([0], NativeSocket.Peek, out SocketError error) == 0 && error != SocketError.WouldBlock;

    /// <summary>What comes from here on is news again, so it is to be looked at after this.</summary>
    public void Forget() => Interlocked.Exchange(ref _waiter, null);

    /// <summary>Something happened: who waits for it goes on, on the calling thread.</summary>
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
            // Whoever closes it may hold locks.
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.Resume(), waiter, preferLocal: false);
        }
    }

    /// <summary>How the last call failed.</summary>
    private static SocketError LastError() =>
        Marshal.GetLastPInvokeError() == NativeSocket.WouldBlock ? SocketError.WouldBlock : new SocketException().SocketErrorCode;

    /// <summary>Why connecting failed.</summary>
    private SocketError PendingError()
    {
        int length = sizeof(int);
        if (NativeSocket.GetOption(this, NativeSocket.SocketLevel, NativeSocket.Error, out int error, ref length) == 0)
        {
            Marshal.SetLastPInvokeError(error);
        }

        return Marshal.GetLastPInvokeError() == 0 ? SocketError.Success : LastError();
    }

    /// <summary>One that still connects, or has failed to, has no peer.</summary>
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
