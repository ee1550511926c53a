using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>An error reply of Redis. It is an exception because set-up cannot continue.</summary>
internal sealed class RespException(string message) : Exception(message);

/// <summary>
/// A small RESP client, independent of the one under test. Replies are string (bulk or status), long, double, bool, null, or object?[] (for a map, its keys and
/// values in alternation).
/// </summary>
internal sealed class RespClient : IAsyncDisposable
{
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(20);

    private readonly NetworkStream _stream;
    private readonly BufferedStream _input;

    private RespClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = new BufferedStream(_stream);
    }

    /// <summary>Connects over plain TCP or a Unix socket.</summary>
    public static async Task<RespClient> ConnectAsync(EndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(address);
        return new RespClient(socket);
    }

    /// <summary>Sends a command and returns its reply; an error reply becomes a <see cref="RespException"/>.</summary>
    public async Task<object?> CommandAsync(params string[] command)
    {
        await _stream.WriteAsync(Resp.Array([.. command.Select(Resp.Bulk)]));
        object? reply = await ReadAsync().WaitAsync(ReplyLimit);
        return reply is RespException error ? throw error : reply;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _input.DisposeAsync();

    private async Task<object?> ReadAsync()
    {
        string line = await ReadLineAsync();
        string rest = line[1..];
        return line[0] switch
        {
            '+' => rest,
            '-' or '!' => new RespException(rest),
            ':' => long.Parse(rest, CultureInfo.InvariantCulture),
            ',' => double.Parse(rest, CultureInfo.InvariantCulture),
            '#' => rest == "t",
            '_' => null,
            '$' => await ReadBulkAsync(int.Parse(rest, CultureInfo.InvariantCulture)),
            '*' or '~' => await ReadArrayAsync(int.Parse(rest, CultureInfo.InvariantCulture)),
            '%' => await ReadArrayAsync(2 * int.Parse(rest, CultureInfo.InvariantCulture)),
            _ => throw new InvalidDataException($"'{line}' is no reply."),
        };
    }

    private async Task<string?> ReadBulkAsync(int length)
    {
        if (length < 0)
        {
            return null;
        }

        byte[] body = new byte[length + 2];
        await _input.ReadExactlyAsync(body);
        return Encoding.UTF8.GetString(body, 0, length);
    }

    private async Task<object?[]?> ReadArrayAsync(int length)
    {
        if (length < 0)
        {
            return null;
        }

        object?[] items = new object?[length];
        for (int i = 0; i < length; i++)
        {
            items[i] = await ReadAsync();
        }

        return items;
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (one[0] != '\n')
        {
            await _input.ReadExactlyAsync(one);
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd();
    }
}
