using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Tests.EmbeddedRedis.Commands;

/// <summary>What commands tell of keys, and when: a client that listens to all events of keys sees them between its own replies, byte for byte as with Redis.</summary>
public sealed class KeyEventDifferentialTests(ServerPair servers) : IClassFixture<ServerPair>
{
    private const int Sequences = 4;
    private const int CommandsPerSequence = 60;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "EmbeddedRedis", "command-templates");

    public static TheoryData<string> Files { get; } = [.. Directory.EnumerateFiles(Folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Events_OfTemplates_ComeAsFromRedis(string file)
    {
        CommandTemplate[] templates =
        [
            .. (await File.ReadAllLinesAsync(Path.Combine(Folder, file)))
                .Where(static line => line.Length > 0 && !line.StartsWith('#') && line != "MULTI") // Which would queue the marks, too.
                .Select(static line => new CommandTemplate(line)),
        ];
        var commands = new List<string[]>();
        for (int seed = 0; seed < Sequences; seed++)
        {
            commands.Add(["FLUSHALL"]);
            commands.AddRange(new[] { "SET a:string x", "RPUSH a:list a", "HSET a:hash a b", "SADD a:set a", "ZADD a:zset 1 a", "XADD a:stream 1-1 a b" }.Select(static line => line.Split(' ')));
            var random = new Random(seed);
            for (int i = 0; i < CommandsPerSequence; i++)
            {
                commands.Add(templates[random.Next(templates.Length)].Make(random));
            }
        }

        await AssertSameAsync(commands);
    }

    [Fact]
    public async Task Events_InTransactionsScriptsAndFunctions_ComeAsFromRedis() => await AssertSameAsync(
    [
        ["FLUSHALL"],
        ["MULTI"],
        ["SET", "a", "1", "EX", "100"],
        ["LPUSH", "l", "x", "y"],
        ["EXEC"],
        ["EVAL", "redis.call('SET', KEYS[1], '1') redis.call('INCR', KEYS[1]) redis.call('GET', 'missing') return redis.call('DEL', KEYS[1])", "1", "k"],
        ["FUNCTION", "LOAD", "REPLACE", "#!lua name=events\nredis.register_function('f', function(keys) redis.call('SADD', keys[1], 'm') return redis.call('SPOP', keys[1]) end)"],
        ["FCALL", "f", "1", "s"],
        ["SELECT", "3"],
        ["SET", "in three", "x"],
        ["MOVE", "in three", "0"],
        ["SELECT", "0"],
        ["COPY", "in three", "in four", "DB", "4"],
        ["SETEX", "e", "100", "x"],
        ["GETEX", "e", "PERSIST"],
        ["GETEX", "e", "PXAT", "1"],
        ["SET", "g", "1", "GET"],
        ["SET", "g", "2", "GET", "KEEPTTL"],
        ["EXPIRE", "g", "-1"],
        ["RPUSH", "from", "1"],
        ["BLMOVE", "from", "to", "LEFT", "RIGHT", "0"],
        ["BLPOP", "to", "0"],
        ["ZADD", "z", "INCR", "1", "m"],
        ["BZMPOP", "0", "1", "z", "MIN"],
        ["MSETNX", "m1", "1", "m2", "2"],
        ["SET", "p", "x", "PX", "1"],
        ["DEBUG", "SLEEP", "0.01"],
        ["GET", "p"],
        ["FLUSHALL"],
    ]);

    private async Task AssertSameAsync(List<string[]> commands)
    {
        string[][] replies = await Task.WhenAll(SeenAsync(servers.Real, commands), SeenAsync(servers.Embedded.EndPoint, commands));

        var differences = new StringBuilder();
        for (int i = 0; i < commands.Count; i++)
        {
            if (replies[0][i] != replies[1][i])
            {
                differences.AppendLine(CultureInfo.InvariantCulture, $"command {i}: {string.Join(' ', commands[i])}")
                    .AppendLine($"  Redis    {Printable(replies[0][i])}")
                    .AppendLine($"  embedded {Printable(replies[1][i])}");
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
    }

    /// <summary>What a client of RESP3 gets for each command, with all that it is told of keys on the way.</summary>
    private static async Task<string[]> SeenAsync(EndPoint server, List<string[]> commands)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        await using var stream = new NetworkStream(socket);
        string start = Request(["HELLO", "3"]) + Request(["CONFIG", "SET", "notify-keyspace-events", "KEAmn"]) + Request(["PSUBSCRIBE", "__key*"]) + Request(["ECHO", Mark(-1)]);
        string all = start + string.Concat(commands.Select(static (command, index) => Request(command) + Request(["ECHO", Mark(index)])));
        Task sending = stream.WriteAsync(Encoding.Latin1.GetBytes(all)).AsTask();
        var text = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        string last = Mark(commands.Count - 1);
        while (!text.ToString(Math.Max(0, text.Length - 100), Math.Min(100, text.Length)).Contains(last, StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotEqual(0, count);
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        await sending;
        string[] replies = new string[commands.Count];
        string rest = After(text.ToString(), -1, out _);
        for (int i = 0; i < replies.Length; i++)
        {
            rest = After(rest, i, out replies[i]);
        }

        return replies;
    }

    private static string After(string text, int index, out string before)
    {
        string mark = $"${Mark(index).Length}\r\n{Mark(index)}\r\n";
        int at = text.IndexOf(mark, StringComparison.Ordinal);
        before = text[..at];
        return text[(at + mark.Length)..];
    }

    private static string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"<mark {index}>");

    private static string Request(string[] words) =>
        string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n") + string.Concat(words.Select(static word => string.Create(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n")));

    private static string Printable(string reply) => reply.Replace("\r\n", "|", StringComparison.Ordinal);
}
