using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Limits how many TLS handshakes run at the same time. Each takes milliseconds of a processor, so thousands that start at once would end after their
/// deadlines. A handshake needs a place only once its connection is open, so dead hosts hold no places. A handshake that takes longer than
/// <paramref name="longest"/> gives its place back early, since it waits for the server and not for the processor.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Nobody asks its places for a handle, so that there is nothing to dispose of.")]
internal sealed class HandshakeGate(int places, TimeSpan longest, TimeProvider time)
{
    private const int PlacesPerProcessor = 16;

    private readonly SemaphoreSlim _places = new(places);
    private int _waiting;

    /// <summary>The gate of this process.</summary>
    public static HandshakeGate OfProcess { get; } =
        new(Math.Max(Environment.ProcessorCount, 1) * PlacesPerProcessor, TimeSpan.FromMilliseconds(250), TimeProvider.System);

    /// <summary>Whether handshakes wait for places, so that no more connections should be opened now.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) > 0;

    /// <summary>Runs a handshake once there is a place for it.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> handshake)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _places.WaitAsync().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        Task<T> underWay = handshake();
        try
        {
            await ((Task)underWay).WaitAsync(longest, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _places.Release();
        }

        return await underWay.ConfigureAwait(false);
    }
}
