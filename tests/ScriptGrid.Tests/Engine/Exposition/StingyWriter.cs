using System.Buffers;
using System.IO.Pipelines;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>Gives the same room each time, whatever it is asked for, as Kestrel's writer may; keeps what was written.</summary>
internal sealed class StingyWriter(int room) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly byte[] _room = new byte[room];
    private long _unflushed;

    public ReadOnlySpan<byte> Written => _written.WrittenSpan;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _room;

    public override Span<byte> GetSpan(int sizeHint = 0) => _room;

    public override void Advance(int bytes)
    {
        _written.Write(_room.AsSpan(0, bytes));
        _unflushed += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _unflushed = 0;
        return new(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override void CancelPendingFlush() => throw new NotSupportedException();

    public override void Complete(Exception? exception = null)
    {
    }
}
