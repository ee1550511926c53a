using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>A connection that returns replies as they were received, byte for byte, each byte as one character.</summary>
internal sealed class RawRespClient : IAsyncDisposable
{
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(30);

    private readonly NetworkStream _stream;
    private readonly BufferedStream _input;
    private readonly Encoding _words;

    private RawRespClient(Socket socket, Encoding words)
    {
        _words = words;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = new BufferedStream(_stream);
    }

    /// <summary>Connects and selects the protocol, 2 or 3.</summary>
    /// <param name="address">The server.</param>
    /// <param name="protocol">The version of RESP.</param>
    /// <param name="words">The encoding of the words to send; UTF-8 by default.</param>
    public static async Task<RawRespClient> ConnectAsync(EndPoint address, int protocol, Encoding? words = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        var client = new RawRespClient(socket, words ?? Encoding.UTF8);
        await client.AskAsync("HELLO", protocol.ToString(CultureInfo.InvariantCulture));
        return client;
    }

    /// <summary>Sends commands in one piece and returns the reply to each.</summary>
    public async Task<string[]> AskAllAsync(IReadOnlyList<string[]> commands)
    {
        await _stream.WriteAsync(commands.SelectMany(command => Resp.Array([.. command.Select(word => Resp.Bulk(_words.GetBytes(word)))])).ToArray());
        string[] replies = new string[commands.Count];
        for (int i = 0; i < replies.Length; i++)
        {
            var reply = new StringBuilder();
            await ReadAsync(reply).WaitAsync(ReplyLimit);
            replies[i] = reply.ToString();
        }

        return replies;
    }

    /// <summary>Sends a command and returns its reply.</summary>
    public async Task<string> AskAsync(params string[] command) => (await AskAllAsync([command]))[0];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _input.DisposeAsync();

    private async Task ReadAsync(StringBuilder reply)
    {
        // Nesting is counted, not followed: some replies nest thousands deep.
        for (long left = 1; left > 0; left--)
        {
            string line = await ReadLineAsync();
            reply.Append(line);
            switch (line[0])
            {
                case '$' or '=' or '!' when line[1] != '-':
                    byte[] body = new byte[Length(line) + 2];
                    await _input.ReadExactlyAsync(body);
                    reply.Append(Encoding.Latin1.GetString(body));
                    break;
                case '*' or '~' or '>' when line[1] != '-':
                    left += Length(line);
                    break;
                case '%' or '|':
                    left += (2 * Length(line)) + (line[0] == '|' ? 1 : 0);
                    break;
                default:
                    break;
            }
        }
    }

    private static int Length(string line) => int.Parse(line.AsSpan(1).TrimEnd(), CultureInfo.InvariantCulture);

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (one[0] != '\n')
        {
            await _input.ReadExactlyAsync(one);
            line.Append((char)one[0]);
        }

        return line.ToString();
    }
}
