using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Tests.EmbeddedRedis;

/// <summary>
/// Steps over several connections, of which some may wait: the first word <c>@2</c> is the connection (else <c>@1</c>), <c>&lt;read&gt;</c> reads what arrives
/// unasked, with a number so many replies, <c>&lt;sleep&gt;</c> waits for so many seconds, <c>&lt;close&gt;</c> closes the connection, and <c>&lt;id @2&gt;</c> stands for a
/// connection's id. Each character of a step is a byte.
/// </summary>
internal sealed class Conversation : IAsyncDisposable
{
    private const string FirstClient = "@1";

    /// <summary>How long a command that may wait is given to get there.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(400);

    /// <summary>How long any other may take to be answered, on a busy machine too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What leaves a server as it was at its start.</summary>
    private static readonly string[] Reset = ["CLIENT UNPAUSE", "FLUSHALL", "SCRIPT FLUSH", "FUNCTION FLUSH", "CONFIG SET notify-keyspace-events ", "CONFIG SET maxmemory 0 maxmemory-policy noeviction latency-monitor-threshold 0 stream-node-max-entries 100 stream-node-max-bytes 4096"];

    private readonly Dictionary<string, Socket> _clients = [];
    private readonly Dictionary<Socket, string> _unread = [];
    private readonly Dictionary<string, string> _ids = [];
    private readonly EndPoint _server;
    private readonly int _protocol;
    private readonly bool _needsIds;

    private Conversation(EndPoint server, int protocol, bool needsIds) => (_server, _protocol, _needsIds) = (server, protocol, needsIds);

    /// <summary>Runs the steps on an emptied server and gives what the last one brought.</summary>
    public static async Task<string> RunAsync(EndPoint server, int protocol, string[][] steps)
    {
        bool needsIds = steps.Any(static step => step.Any(static word => word.StartsWith("<id ", StringComparison.Ordinal)));
        await using var conversation = new Conversation(server, protocol, needsIds);
        Socket owner = await conversation.ClientAsync("@0");
        await owner.SendAsync(Encoding.Latin1.GetBytes(string.Concat(Reset.Select(static command => Request(command.Split(' '))))));
        await conversation.ReadAsync(owner, Limit, Reset.Length);

        string last = "";
        foreach (string[] step in steps)
        {
            last = await conversation.TakeAsync(step);
        }

        return conversation._ids.Aggregate(last, static (text, id) => text.Replace($":{id.Value}\r\n", $":{id.Key}\r\n", StringComparison.Ordinal));
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
        if (words[0] == "<close>")
        {
            client.Shutdown(SocketShutdown.Send);
            return await ReadAsync(client, Limit, int.MaxValue); // Until the server has closed it too.
        }

        words = [.. await Task.WhenAll(words.Select(WordAsync))];
        return words[0] == "<read>"
            ? await ReadAsync(client, Limit, words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 1)
            : await AskAsync(client, words);
    }

    private async Task<string> WordAsync(string word)
    {
        if (!word.StartsWith("<id ", StringComparison.Ordinal))
        {
            return word;
        }

        string name = word["<id ".Length..^1];
        await ClientAsync(name);
        return _ids[name];
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

            if (_needsIds)
            {
                _ids[name] = (await AskAsync(client, ["CLIENT", "ID"]))[1..^2];
            }
        }

        return client;
    }

    private async Task<string> AskAsync(Socket client, string[] words)
    {
        await client.SendAsync(Encoding.Latin1.GetBytes(Request(words)));
        return await ReadAsync(client, MayWait(words) ? Quiet : Limit);
    }

    private static string Request(string[] words) =>
        string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n")
        + string.Concat(words.Select(static word => string.Create(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n")));

    private static bool MayWait(string[] words) =>
        words.Contains("BLOCK") || (words[0].StartsWith('B') && words[0].Contains("POP", StringComparison.Ordinal));

    /// <summary>The whole of the next replies, no more; what there is of them where no more comes in time.</summary>
    private async Task<string> ReadAsync(Socket client, TimeSpan limit, int replies = 1)
    {
        var reply = new StringBuilder(_unread.GetValueOrDefault(client));
        byte[] buffer = new byte[64 * 1024];
        while (EndOf(reply.ToString(), replies) < 0 && await Task.Run(() => client.Poll(limit, SelectMode.SelectRead)))
        {
            int count = await client.ReceiveAsync(buffer);
            if (count == 0)
            {
                return reply + "<closed>";
            }

            reply.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        int end = EndOf(reply.ToString(), replies);
        _unread[client] = end < 0 ? "" : reply.ToString(end, reply.Length - end);
        return end < 0 ? reply.ToString() : reply.ToString(0, end);
    }

    private static int EndOf(string text, int replies)
    {
        int end = 0;
        for (int left = replies; left > 0 && end >= 0; left--)
        {
            end = end < text.Length ? EndOfReply(text, end) : -1;
        }

        return end;
    }

    /// <summary>Where the reply that begins at a place ends; -1 where more of it is to come.</summary>
    private static int EndOfReply(string text, int start)
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
            end = end < text.Length ? EndOfReply(text, end) : -1;
        }

        return end;
    }
}
