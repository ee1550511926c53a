using System.Buffers.Binary;
using System.IO.Pipelines;

namespace ScriptGrid.Engine.Compression;

/// <summary>
/// Writes one gzip stream (RFC 1952) of blocks that are compressed in parallel, on as many cores as there are. A page that fits into one block
/// takes no second thread. See docs/decisions/0028-gzip-in-blocks.md.
/// </summary>
internal sealed class GzipWriter(Stream output) : PipeWriter, IAsyncDisposable
{
    private static readonly int MostAtWork = Environment.ProcessorCount + 1;

    /// <summary>Deflate, no name, no time, fastest compression, unknown system.</summary>
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255];

    /// <summary>An empty block that is marked as the last one, with fixed codes.</summary>
    private static readonly byte[] LastBlock = [3, 0];

    private readonly Queue<(Task<DeflatedText> Work, GzipBlock? Block)> _atWork = [];
    private GzipBlock _block = new();
    private uint _sum;
    private long _length;
    private long _flushed;
    private bool _hasBegun;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _length - _flushed;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizeHint, GzipBlock.TextBytes);
        if (_block.Room.Length < Math.Max(sizeHint, 1))
        {
            StartBlock();
        }

        return _block.Room;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        _block.Advance(bytes);
        _length += bytes;
    }

    /// <summary>
    /// Appends text that is already compressed. Its memory must stay unchanged until <see cref="HandOverAsync"/> or <see cref="EndAsync"/> returns.
    /// </summary>
    public void Append(DeflatedText text)
    {
        if (_block.Length > 0)
        {
            StartBlock();
        }

        _atWork.Enqueue((Task.FromResult(text), null));
        _length += text.Length;
    }

    /// <summary>
    /// Writes the compressed blocks to the output, and waits if too many are still being compressed. The text in the last block stays there until the page
    /// ends.
    /// </summary>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _flushed = _length;
        await WriteFirstAsync(MostAtWork, cancellationToken);
        return default;
    }

    /// <summary>Waits for all blocks that are being compressed, and writes them to the output.</summary>
    public ValueTask HandOverAsync(CancellationToken cancellationToken) => WriteFirstAsync(most: 1, cancellationToken);

    /// <summary>Writes everything that is left, and the end of the stream.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await HandOverAsync(cancellationToken);
        await WriteAsync(_length == _block.Length ? _block.CompressWhole() : _block.Compress(), cancellationToken);
        byte[] end = [.. LastBlock, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length), _sum);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length + sizeof(uint)), unchecked((uint)_length));
        await output.WriteAsync(end, cancellationToken);
    }

    /// <summary>Returns the memory to the pool, also for a page that was broken off. Writes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach ((Task<DeflatedText> work, GzipBlock? block) in _atWork)
        {
            await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            block?.Dispose();
        }

        _block.Dispose();
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // A page neither completes its writer nor knows whether it is the last to write.
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        // Flushes are cancelled by their token.
    }

    private void StartBlock()
    {
        GzipBlock full = _block;
        _atWork.Enqueue((Task.Run(full.Compress), full));
        _block = new GzipBlock();
    }

    /// <summary>Writes complete blocks to the output, and waits until fewer than <paramref name="most"/> are left.</summary>
    private async ValueTask WriteFirstAsync(int most, CancellationToken cancellationToken)
    {
        while (_atWork.TryPeek(out (Task<DeflatedText> Work, GzipBlock? Block) first) && (first.Work.IsCompleted || _atWork.Count >= most))
        {
            await WriteAsync(await first.Work, cancellationToken);
            _atWork.Dequeue().Block?.Dispose();
        }
    }

    private async ValueTask WriteAsync(DeflatedText text, CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            await output.WriteAsync(Header, cancellationToken);
        }

        _sum = GzipSum.Combine(_sum, text.Sum, text.Length);
        await output.WriteAsync(text.Blocks, cancellationToken);
    }
}
