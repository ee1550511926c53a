using System.Buffers;

namespace ScriptGrid.Engine.Results;

/// <summary>Lines that are kept until their family is written, in rented arrays that are too small for the large object heap.</summary>
internal sealed class LineChunks : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>16 MiB: the lines that two concurrent scrapes of 15,000 targets keep.</summary>
    private const int MostIdle = 256;

    /// <summary>
    /// A separate pool, because the shared one has room for only half as much. What each scrape allocates beyond that survives the garbage collection that it
    /// causes, so the heap would grow until a collection of the oldest generation.
    /// </summary>
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(ChunkBytes, MostIdle);

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkBytes;

    /// <summary>Whether there are no lines.</summary>
    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>The length of the lines.</summary>
    public int Length => IsEmpty ? 0 : ((_chunks.Count - 1) * ChunkBytes) + _used;

    /// <summary>The lines, in order. A line may continue in the next piece.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces =>
        _chunks.Select((chunk, i) => (ReadOnlyMemory<byte>)chunk.AsMemory(0, i == _chunks.Count - 1 ? _used : ChunkBytes));

    /// <summary>Appends lines.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            if (_used == ChunkBytes)
            {
                _chunks.Add(Pool.Rent(ChunkBytes));
                _used = 0;
            }

            int count = Math.Min(lines.Length, ChunkBytes - _used);
            lines[..count].CopyTo(_chunks[^1].AsSpan(_used));
            _used += count;
            lines = lines[count..];
        }
    }

    /// <summary>Removes all lines, and returns the arrays to the pool.</summary>
    public void Dispose()
    {
        foreach (byte[] chunk in _chunks)
        {
            Pool.Return(chunk);
        }

        _chunks.Clear();
        _used = ChunkBytes;
    }
}
