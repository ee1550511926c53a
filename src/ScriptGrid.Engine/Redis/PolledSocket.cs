using System.Net;
using System.Net.Sockets;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// A socket that does not block, and that a <see cref="SocketPoller"/> tells of what happens to it. One waits for it at a time.
/// </summary>
/// <remarks>
/// Each change is told once. So whoever waits has looked before and found nothing, and what is told since then ends the wait before it begins. A stray sign is no
/// harm: who is told looks, and waits again.
/// </remarks>
internal sealed class PolledSocket : Socket
{
    /// <summary>Stands where the one who waits would: something happened since the last look.</summary>
    private static readonly IPollWaiter News = new NoWaiter();

    private readonly SocketPoller _poller;
    private readonly int _descriptor;
    private IPollWaiter? _waiter;

    public PolledSocket(SocketPoller poller, AddressFamily family, ProtocolType protocol)
        : base(family, SocketType.Stream, protocol)
    {
        _poller = poller;
        _descriptor = (int)SafeHandle.DangerousGetHandle();
        Blocking = false;
    }

    /// <summary>Starts to connect; true where that has ended already.</summary>
    public bool TryConnect(EndPoint endPoint, out SocketError error)
    {
        bool isUnderWay = false;
        error = SocketError.Success;
        try
        {
            Connect(endPoint);
        }
        catch (SocketException exception)
        {
            // Without blocking there is no other way to be told that it is under way. A Unix socket has no such state: its server takes no more.
            error = exception.SocketErrorCode;
            isUnderWay = error == SocketError.WouldBlock && AddressFamily != AddressFamily.Unix;
        }

        if ((isUnderWay || error == SocketError.Success) && _poller.TryAdd(this, _descriptor) is { } failure)
        {
            (isUnderWay, error) = (false, failure);
        }

        return !isUnderWay;
    }

    /// <summary>Whether connecting has ended, and how; where not, the attempt is told when to look again.</summary>
    public bool TryEndConnect(IPollWaiter attempt, out SocketError error)
    {
        error = SocketError.Success;
        while (true)
        {
            Forget();
            if (Poll(0, SelectMode.SelectWrite) || Poll(0, SelectMode.SelectError))
            {
                error = (SocketError)(int)GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
                return true;
            }

            if (TryWait(attempt))
            {
                return false;
            }
        }
    }

    /// <summary>Waits for something to happen. False where something has already since the last look.</summary>
    public bool TryWait(IPollWaiter waiter) => Interlocked.CompareExchange(ref _waiter, waiter, null) is null;

    /// <summary>Looks at what there is: receives without waiting.</summary>
    public int Receive(Span<byte> room, out SocketError error)
    {
        Forget();
        return Receive(room, SocketFlags.None, out error);
    }

    /// <summary>Something happened: who waits for it goes on, on the calling thread.</summary>
    public void Tell() => Interlocked.Exchange(ref _waiter, News)?.Resume();

    protected override void Dispose(bool disposing)
    {
        _poller?.Remove(this, _descriptor); // There is none yet where the system has no socket to give.
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref _waiter, News) is { } waiter && waiter != News)
        {
            // Whoever closes it may hold locks.
            ThreadPool.UnsafeQueueUserWorkItem(static waiter => waiter.Resume(), waiter, preferLocal: false);
        }
    }

    /// <summary>What comes from here on is news again, so it is to be looked at after this.</summary>
    private void Forget() => Interlocked.Exchange(ref _waiter, null);

    private sealed class NoWaiter : IPollWaiter
    {
        public void Resume()
        {
        }
    }
}
