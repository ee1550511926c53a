using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>
/// Waits for bytes of many sockets on the executor thread itself, by Linux's epoll: .NET's own way hands each request from thread to thread to thread. It tells of each
/// arrival once.
/// </summary>
internal sealed class SocketPoller : IDisposable
{
    private const int MaxEvents = 128;

    // See epoll_wait(2). The structure is packed on x86 alone.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int DataOffset = IsPacked ? 4 : 8;
    private static readonly int EventBytes = DataOffset + sizeof(long);

    private readonly int _poll;
    private readonly int _alarm;
    private readonly byte[] _events = new byte[MaxEvents * EventBytes];
    private readonly ConcurrentDictionary<long, IPolled> _watched = new();
    private long _lastId;

    private SocketPoller(int poll, int alarm) => (_poll, _alarm) = (poll, alarm);

    /// <summary>One for this machine; null where it has none.</summary>
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
            // Another C library than Linux usually has.
        }

        return null;
    }

    /// <summary>Begins to wait for bytes of a socket; of any thread.</summary>
    /// <returns>What <see cref="Remove"/> wants; 0 where the socket cannot be waited for.</returns>
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

    /// <summary>Waits no more for a socket that is about to be closed.</summary>
    internal void Remove(SafeHandle socket, long id)
    {
        _watched.TryRemove(id, out _);
        Control(NativePoll.Delete, (int)socket.DangerousGetHandle(), id);
    }

    /// <summary>Adds those whose sockets have bytes. On the executor thread only.</summary>
    /// <param name="ready">Where they are added.</param>
    /// <param name="waits">Whether to wait for the first, or for <see cref="Wake"/>.</param>
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

    /// <summary>Ends the wait of <see cref="Poll"/>; of any thread.</summary>
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
