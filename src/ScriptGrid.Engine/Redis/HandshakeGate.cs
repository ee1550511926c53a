using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Bounds how many TLS handshakes are under way, since each takes milliseconds of a processor: begun all at once, thousands of them would end after their
/// deadlines. Who waits for a place is connected already, so that no dead host holds one; and a server that is slow to shake hands gives its place back
/// after a moment, since it is not the processor that it waits for.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Nobody asks its places for a handle, so that there is nothing to dispose of.")]
internal sealed class HandshakeGate(int places, TimeSpan longest, TimeProvider time)
{
    private const int PlacesPerProcessor = 16;

    private readonly SemaphoreSlim _places = new(places);
    private int _waiting;

    /// <summary>That of this process.</summary>
    public static HandshakeGate OfProcess { get; } =
        new(Math.Max(Environment.ProcessorCount, 1) * PlacesPerProcessor, TimeSpan.FromMilliseconds(250), TimeProvider.System);

    /// <summary>Whether others wait for places, so that no more connections should be opened now.</summary>
    public bool IsFull => Volatile.Read(ref _waiting) > 0;

    /// <summary>Has a handshake done once there is a place for it.</summary>
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
