using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Waits for many sockets on a thread of its own, by Linux's epoll, and carries on there what waited for them. Each change of a socket is told once. What .NET
/// has for that serves any use of sockets, and takes more time and memory for each.
/// </summary>
internal sealed class SocketPoller
{
    private const int MaxEvents = 512;

    // See epoll_wait(2). The structure is packed on x86 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(long);

    private readonly int _poll;
    private readonly byte[] _events = new byte[MaxEvents * EventBytes];
    private readonly Lock _gate = new();

    /// <summary>By descriptor: descriptors are small numbers, and the lowest that is free is given.</summary>
    private PolledSocket?[] _sockets = new PolledSocket?[64];

    private SocketPoller(int poll) => _poll = poll;

    /// <summary>The one of this process; null where the machine has no epoll.</summary>
    public static SocketPoller? OfProcess { get; } = TryStart();

    /// <summary>Begins to tell the socket of what happens to it. Null is success.</summary>
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
            : SocketError.NoBufferSpaceAvailable; // There is no room for more, in memory or by max_user_watches.
    }

    /// <summary>Tells a socket nothing more. It is closed next, and Linux forgets it with that.</summary>
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
            return null; // Another C library than Linux usually has.
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

                // Where the descriptor was given to another socket meanwhile, that one looks for what is not there, and waits again.
                Volatile.Read(ref _sockets)[descriptor]?.Tell();
            }
        }
    }
}
