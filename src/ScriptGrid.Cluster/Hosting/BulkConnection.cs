using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// One connection of <see cref="BulkTransport"/>. A read goes directly to the socket, and so does a flush, with no queue and no loop in between.
/// An idle connection holds no buffers.
/// </summary>
internal sealed class BulkConnection : ConnectionContext, IDuplexPipe
{
    /// <summary>The size of the read buffer: a part of a page arrives in two or three pieces.</summary>
    private const int ReadBytes = 512 * 1024;

    private const int SmallestRead = 64 * 1024;

    /// <summary>The size of the write buffer: a part of a page fits, and is written in one piece.</summary>
    private const int WriteBytes = 1024 * 1024;

    private readonly CancellationTokenSource _closed = new();
    private readonly Socket _socket;
    private int _isClosed;

    public BulkConnection(Socket socket)
    {
        _socket = socket;
        (LocalEndPoint, RemoteEndPoint, ConnectionClosed) = (socket.LocalEndPoint, socket.RemoteEndPoint, _closed.Token);
        var stream = new OffloadingStream(socket);
        Input = PipeReader.Create(
            stream, new StreamPipeReaderOptions(bufferSize: ReadBytes, minimumReadSize: SmallestRead, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: WriteBytes, leaveOpen: true));
        Transport = this;
    }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            Close();
            _ = _closed.CancelAsync(); // On another thread, because code that waits for this token goes on to dispose the connection.
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Abort(new ConnectionAbortedException());
        await Input.CompleteAsync();
        await Output.CompleteAsync(new ConnectionAbortedException()); // Data that was not flushed yet is lost with the socket.
        await base.DisposeAsync();
    }

    private void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other side is gone.
        }

        _socket.Dispose();
    }

    /// <summary>
    /// Moves a completed read to another thread. The thread that waits for sockets also takes up the targets' replies, and handling a large message on it
    /// would delay them.
    /// </summary>
    private sealed class OffloadingStream(Socket socket) : NetworkStream(socket, ownsSocket: false)
    {
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            ValueTask<int> read = base.ReadAsync(buffer, cancellationToken);
            if (read.IsCompleted)
            {
                return await read;
            }

            int count = await read;
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return count;
        }
    }
}
