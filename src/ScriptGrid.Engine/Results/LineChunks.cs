using System.Buffers;

namespace ScriptGrid.Engine.Results;

/// <summary>Lines kept until their family's turn on the page, in rented arrays too small for the large object heap.</summary>
internal sealed class LineChunks : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>16 MiB: what two scrapes of 15,000 targets at once keep of their lines.</summary>
    private const int MostIdle = 256;

    /// <summary>
    /// A pool of its own: the shared one has room for half as much, and what each scrape allocates beyond lives through the garbage collection that it
    /// causes, so that the heap grows until one of the oldest generation.
    /// </summary>
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(ChunkBytes, MostIdle);

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkBytes;

    /// <summary>Whether there are no lines.</summary>
    public bool IsEmpty => _chunks.Count == 0;

    /// <summary>Their length.</summary>
    public int Length => IsEmpty ? 0 : ((_chunks.Count - 1) * ChunkBytes) + _used;

    /// <summary>The lines, in order; a line may go on in the next piece.</summary>
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

    /// <summary>Returns the arrays; there are no lines then.</summary>
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
