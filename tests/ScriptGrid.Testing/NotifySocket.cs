using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ScriptGrid.Testing;

/// <summary>The socket on which a service reports its state to systemd.</summary>
internal sealed class NotifySocket : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("scriptgrid-notify-");
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();

    public NotifySocket()
    {
        Path = System.IO.Path.Combine(_directory.FullName, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _ = ReceiveAsync();
    }

    /// <summary>The value for <c>NOTIFY_SOCKET</c>.</summary>
    public string Path { get; }

    /// <summary>Returns the next message that has a line with this beginning. Earlier messages are skipped.</summary>
    public async Task<string> NextAsync(string line)
    {
        using var expired = new CancellationTokenSource(Limit);
        await foreach (string message in _messages.Reader.ReadAllAsync(expired.Token))
        {
            if (message.Split('\n').Any(part => part.StartsWith(line, StringComparison.Ordinal)))
            {
                return message;
            }
        }

        throw new InvalidOperationException($"The socket was closed before {line} came.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                int length = await _socket.ReceiveAsync(buffer);
                _messages.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            _messages.Writer.TryComplete();
        }
    }
}
