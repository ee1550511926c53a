using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ScriptGrid.Tests.EmbeddedRedis.Replication;

/// <summary>Follows a server as a replica does that only reads: by SYNC.</summary>
internal sealed partial class ReplicationStream : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly BufferedStream _input;

    private ReplicationStream(BufferedStream input) => _input = input;

    public static async Task<ReplicationStream> AttachAsync(EndPoint address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        var network = new NetworkStream(socket, ownsSocket: true);
        var stream = new ReplicationStream(new BufferedStream(network));
        await network.WriteAsync("SYNC\r\n"u8.ToArray());
        string line;
        do
        {
            line = await stream.LineAsync(); // Empty lines say that it takes a while.
        }
        while (line.Length == 0);

        Assert.StartsWith("$", line, StringComparison.Ordinal);
        byte[] file = await stream.BytesAsync(int.Parse(line[1..], CultureInfo.InvariantCulture));
        Assert.Equal("REDIS0010"u8.ToArray(), file[..9]);
        return stream;
    }

    /// <summary>The commands up to one whose last word is the given one, with the moments in them left out.</summary>
    public async Task<List<string>> ReadToAsync(string end)
    {
        var commands = new List<string>();
        while (true)
        {
            string command = await CommandAsync();
            if (command.EndsWith(end, StringComparison.Ordinal))
            {
                return commands;
            }

            if (command != "PING")
            {
                commands.Add(Moments().Replace(command, "MOMENT"));
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _input.DisposeAsync();

    private async Task<string> CommandAsync()
    {
        string line = await LineAsync();
        Assert.StartsWith("*", line, StringComparison.Ordinal);
        string[] words = new string[int.Parse(line[1..], CultureInfo.InvariantCulture)];
        for (int i = 0; i < words.Length; i++)
        {
            string length = await LineAsync();
            byte[] word = await BytesAsync(int.Parse(length[1..], CultureInfo.InvariantCulture));
            words[i] = Encoding.Latin1.GetString(word);
            await BytesAsync(2);
        }

        // Redis has the names of some commands ready in one case or the other.
        words[0] = words[0].ToUpperInvariant();
        return string.Join(' ', words);
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            char next = (char)(await BytesAsync(1))[0];
            if (next == '\n')
            {
                return line.ToString();
            }

            line.Append(next == '\r' ? "" : next);
        }
    }

    private async Task<byte[]> BytesAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _input.ReadExactlyAsync(bytes).AsTask().WaitAsync(Limit);
        return bytes;
    }

    [GeneratedRegex("1[0-9]{12}(-[0-9]+)?")]
    private static partial Regex Moments();
}
