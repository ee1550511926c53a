using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Waits for many sockets on its own thread, with Linux's epoll, and runs their waiters there. It notifies once of each change of a socket. The mechanism of
/// .NET serves every use of sockets, and takes more time and memory for each.
/// </summary>
internal sealed class SocketPoller
{
    private const int MaxEvents = 512;

    // See epoll_wait(2). The structure is packed only on x86.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(long);

    private readonly int _poll;
    private readonly byte[] _events = new byte[MaxEvents * EventBytes];
    private readonly Lock _gate = new();

    /// <summary>The sockets by descriptor. Descriptors are small numbers: the system always assigns the lowest free one.</summary>
    private PolledSocket?[] _sockets = new PolledSocket?[64];

    private SocketPoller(int poll) => _poll = poll;

    /// <summary>The poller of this process; null if the machine has no epoll.</summary>
    public static SocketPoller? OfProcess { get; } = TryStart();

    /// <summary>Begins to notify the socket of its events. Returns null on success.</summary>
    public SocketError? TryAdd(PolledSocket socket, int descriptor)
    {
        lock (_gate)
        {
            if (descriptor >= _sockets.Length)
            {
                var larger = new PolledSocket?[Math.Max(descriptor + 1, _sockets.Length * 2)];
                _sockets.CopyTo(larger);
                Volatile.Write(ref _sockets, larger);
            }

            _sockets[descriptor] = socket;
        }

        Span<byte> settings = stackalloc byte[EventBytes];
        MemoryMarshal.Write(settings, NativeEpoll.Readable | NativeEpoll.Writable | NativeEpoll.ReadHungUp | NativeEpoll.OnceForEachArrival);
        MemoryMarshal.Write(settings[DataOffset..], (long)descriptor);
        return NativeEpoll.Control(_poll, NativeEpoll.Add, descriptor, ref MemoryMarshal.GetReference(settings)) == 0
            ? null
            : SocketError.NoBufferSpaceAvailable; // There is no memory left, or max_user_watches is reached.
    }

    /// <summary>Stops notifying a socket. The caller closes it next, and Linux then forgets it.</summary>
    public void Remove(PolledSocket socket, int descriptor)
    {
        lock (_gate)
        {
            if (descriptor < _sockets.Length && _sockets[descriptor] == socket)
            {
                _sockets[descriptor] = null;
            }
        }
    }

    private static SocketPoller? TryStart()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            int poll = NativeEpoll.Create(NativeEpoll.CloseOnExec);
            if (poll < 0)
            {
                return null;
            }

            var poller = new SocketPoller(poll);
            new Thread(poller.Run) { IsBackground = true, Name = "Redis sockets" }.UnsafeStart();
            return poller;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null; // The C library is not the usual one on Linux.
        }
    }

    private void Run()
    {
        while (true)
        {
            int count = NativeEpoll.Wait(_poll, _events, MaxEvents, milliseconds: -1);
            if (count < 0 && Marshal.GetLastPInvokeError() is var error and not NativeEpoll.Interrupted)
            {
                throw new InvalidOperationException($"epoll_wait failed with error {error}");
            }

            for (int i = 0; i < count; i++)
            {
                int descriptor = (int)MemoryMarshal.Read<long>(_events.AsSpan((i * EventBytes) + DataOffset));

                // If the descriptor belongs to another socket by now, that one's waiter looks, finds nothing, and waits again.
                Volatile.Read(ref _sockets)[descriptor]?.Tell();
            }
        }
    }
}
