using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Tests.EmbeddedRedis;

/// <summary>
/// Steps over several connections, of which some may wait: the first word <c>@2</c> is the connection (else <c>@1</c>), <c>&lt;read&gt;</c> reads what arrives
/// unasked, <c>&lt;sleep&gt;</c> waits for so many seconds. Each character of a step is a byte.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private const string FirstClient = "@1";

    /// <summary>How long a command that may wait is given to get there.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>How long any other may take to be answered, on a busy machine too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Socket> _clients = [];
    private readonly EndPoint _server;
    private readonly int _protocol;

    private Conversation(EndPoint server, int protocol) => (_server, _protocol) = (server, protocol);

    /// <summary>Runs the steps on an emptied server and gives what the last one brought.</summary>
    public static async Task<string> RunAsync(EndPoint server, int protocol, string[][] steps)
    {
        await using var conversation = new Conversation(server, protocol);
        foreach (string command in new[] { "FLUSHALL", "SCRIPT FLUSH", "FUNCTION FLUSH" })
        {
            await conversation.TakeAsync(["@0", .. command.Split(' ')]);
        }

        string last = "";
        foreach (string[] step in steps)
        {
            last = await conversation.TakeAsync(step);
        }

        return last;
    }

    public ValueTask DisposeAsync()
    {
        foreach (Socket client in _clients.Values)
        {
            client.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<string> TakeAsync(string[] step)
    {
        string name = step[0].StartsWith('@') ? step[0] : FirstClient;
        string[] words = step[0].StartsWith('@') ? step[1..] : step;
        if (words[0] == "<sleep>")
        {
            await Task.Delay(TimeSpan.FromSeconds(double.Parse(words[1], CultureInfo.InvariantCulture)));
            return "";
        }

        Socket client = await ClientAsync(name);
        return words[0] == "<read>" ? await ReadAsync(client, Limit) : await AskAsync(client, words);
    }

    private async Task<Socket> ClientAsync(string name)
    {
        if (!_clients.TryGetValue(name, out Socket? client))
        {
            client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _clients.Add(name, client);
            await client.ConnectAsync(_server);
            if (_protocol == 3)
            {
                await AskAsync(client, ["HELLO", "3"]);
            }
        }

        return client;
    }

    private static async Task<string> AskAsync(Socket client, string[] words)
    {
        var request = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (string word in words)
        {
            request.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
        }

        await client.SendAsync(Encoding.Latin1.GetBytes(request.ToString()));
        return await ReadAsync(client, MayWait(words) ? Quiet : Limit);
    }

    private static bool MayWait(string[] words) =>
        words.Contains("BLOCK") || (words[0].StartsWith('B') && words[0].Contains("POP", StringComparison.Ordinal));

    /// <summary>The whole of the next reply; what there is of it where no more comes in time.</summary>
    private static async Task<string> ReadAsync(Socket client, TimeSpan limit)
    {
        var reply = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        while (EndOf(reply.ToString(), 0) < 0 && await Task.Run(() => client.Poll(limit, SelectMode.SelectRead)))
        {
            int count = await client.ReceiveAsync(buffer);
            if (count == 0)
            {
                return reply + "<closed>";
            }

            reply.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return reply.ToString();
    }

    /// <summary>Where the reply that begins at a place ends; -1 where more of it is to come.</summary>
    private static int EndOf(string text, int start)
    {
        int end = text.IndexOf("\r\n", start, StringComparison.Ordinal) + 2;
        if (end < 2)
        {
            return -1;
        }

        char type = text[start];
        int length = type is '$' or '=' or '*' or '~' or '>' or '%' ? int.Parse(text.AsSpan(start + 1, end - start - 3), CultureInfo.InvariantCulture) : -1;
        if (type is '$' or '=')
        {
            end += length < 0 ? 0 : length + 2;
            return end <= text.Length ? end : -1;
        }

        for (int left = type == '%' ? 2 * length : length; left > 0 && end >= 0; left--)
        {
            end = end < text.Length ? EndOf(text, end) : -1;
        }

        return end;
    }
}
