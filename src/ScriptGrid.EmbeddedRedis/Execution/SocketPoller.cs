using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>
/// Waits for bytes of many sockets on the executor thread itself, by Linux's epoll. .NET's own way passes each request through several threads. Each arrival is
/// reported once.
/// </summary>
internal sealed class SocketPoller : IDisposable
{
    private const int MaxEvents = 128;

    // See epoll_wait(2). The structure is packed only on x86.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int DataOffset = IsPacked ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(long);

    private readonly int _poll;
    private readonly int _alarm;
    private readonly byte[] _events = new byte[MaxEvents * EventBytes];
    private readonly ConcurrentDictionary<long, IPolled> _watched = new();
    private long _lastId;

    private SocketPoller(int poll, int alarm) => (_poll, _alarm) = (poll, alarm);

    /// <summary>Returns a poller, or null if this machine does not support it.</summary>
    internal static SocketPoller? TryCreate()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            int poll = NativePoll.Create(NativePoll.CloseOnExec);
            int alarm = NativePoll.CreateEvent(0, NativePoll.CloseOnExec | NativePoll.NonBlocking);
            var poller = new SocketPoller(poll, alarm);
            if (poll >= 0 && alarm >= 0 && poller.Control(NativePoll.Add, alarm, id: 0) == 0)
            {
                return poller;
            }

            poller.Dispose();
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library without these functions, unlike the usual one of Linux.
        }

        return null;
    }

    /// <summary>Starts to watch a socket for bytes. Callable from any thread.</summary>
    /// <returns>The id for <see cref="Remove"/>; 0 if the socket cannot be watched.</returns>
    internal long Add(SafeHandle socket, IPolled client)
    {
        long id = Interlocked.Increment(ref _lastId);
        _watched[id] = client;
        if (Control(NativePoll.Add, (int)socket.DangerousGetHandle(), id) == 0)
        {
            return id;
        }

        _watched.TryRemove(id, out _);
        return 0;
    }

    /// <summary>Stops watching a socket that is about to be closed.</summary>
    internal void Remove(SafeHandle socket, long id)
    {
        _watched.TryRemove(id, out _);
        Control(NativePoll.Delete, (int)socket.DangerousGetHandle(), id);
    }

    /// <summary>Adds the clients whose sockets have bytes. Call it only on the executor thread.</summary>
    /// <param name="ready">The list to add to.</param>
    /// <param name="waits">Whether to wait for the first one, or for <see cref="Wake"/>.</param>
    internal void Poll(List<IWork> ready, bool waits)
    {
        const int Interrupted = 4;
        int count = NativePoll.Wait(_poll, _events, MaxEvents, waits ? -1 : 0);
        if (count < 0 && Marshal.GetLastPInvokeError() is var error && error != Interrupted)
        {
            throw new InvalidOperationException($"epoll_wait failed with error {error}");
        }

        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> current = _events.AsSpan(i * EventBytes, EventBytes);
            if (_watched.TryGetValue(MemoryMarshal.Read<long>(current[DataOffset..]), out IPolled? client))
            {
                client.Readable((MemoryMarshal.Read<uint>(current) & NativePoll.HungUp) != 0);
                ready.Add(client);
            }
        }
    }

    /// <summary>Ends the wait of <see cref="Poll"/>. Callable from any thread.</summary>
    internal void Wake() => _ = NativePoll.Write(_alarm, 1, sizeof(long));

    public void Dispose()
    {
        _ = NativePoll.Close(_poll);
        _ = NativePoll.Close(_alarm);
    }

    private int Control(int operation, int socket, long id)
    {
        Span<byte> settings = stackalloc byte[EventBytes];
        MemoryMarshal.Write(settings, NativePoll.Readable | NativePoll.ReadHungUp | NativePoll.OnceForEachArrival);
        MemoryMarshal.Write(settings[DataOffset..], id);
        return NativePoll.Control(_poll, operation, socket, ref MemoryMarshal.GetReference(settings));
    }
}
