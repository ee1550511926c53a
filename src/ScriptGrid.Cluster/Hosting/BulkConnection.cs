using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// One connection of <see cref="BulkTransport"/>. A read from it reads from the socket and a flush writes to it: there is no queue and no
/// loop between. An idle one holds no memory.
/// </summary>
internal sealed class BulkConnection : ConnectionContext, IDuplexPipe
{
    /// <summary>A part of a page in two or three pieces.</summary>
    private const int ReadBytes = 512 * 1024;

    private const int SmallestRead = 64 * 1024;

    /// <summary>A part of a page fits, and is written in one piece.</summary>
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
            _ = _closed.CancelAsync(); // On another thread: the one that waits for it goes on to dispose the connection.
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Abort(new ConnectionAbortedException());
        await Input.CompleteAsync();
        await Output.CompleteAsync(new ConnectionAbortedException()); // What was not flushed yet is lost with the socket.
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
    /// Leaves the thread that waits for sockets before what was read is looked at: replies of targets are taken up there, and a large message would hold
    /// them up.
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
