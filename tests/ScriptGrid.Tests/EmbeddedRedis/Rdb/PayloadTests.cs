using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Rdb;

namespace ScriptGrid.Tests.EmbeddedRedis.Rdb;

/// <summary>Payloads of DUMP beside those of a real Redis: with the same bytes where the order of a value's parts is given, else with the same data.</summary>
public sealed class PayloadTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Dump_OfRandomValues_RestoresOnTheOtherServer(int seed)
    {
        const int Values = 800;
        await using BinaryClient real = await BinaryClient.ConnectAsync(servers.Real);
        await using BinaryClient embedded = await BinaryClient.ConnectAsync(servers.Embedded.EndPoint);
        foreach (BinaryClient server in (BinaryClient[])[real, embedded])
        {
            await server.AskAsync("FLUSHALL");
            var values = new RandomValues(seed);
            await server.AskAllAsync([.. Enumerable.Range(0, Values).SelectMany(i => values.Build($"key:{i}"))]);
        }

        string[][] dumps = [.. Enumerable.Range(0, Values).Select(static i => (string[])["DUMP", $"key:{i}"])];
        string[] encodings = await real.AskAllAsync([.. Enumerable.Range(0, Values).Select(static i => (string[])["OBJECT", "ENCODING", $"key:{i}"])]);
        string[] ofReal = await real.AskAllAsync(dumps);
        string[] ofEmbedded = await embedded.AskAllAsync(dumps);

        int same = 0;
        for (int i = 0; i < Values; i++)
        {
            // Tables have an order of their own, and streams the times of their consumers.
            bool hasOrder = !encodings[i].Contains("hashtable", StringComparison.Ordinal) && !ofReal[i].Contains("readers", StringComparison.Ordinal);
            if (hasOrder)
            {
                same++;
                Assert.True(ofReal[i] == ofEmbedded[i], $"key:{i}: {encodings[i]}\n{Convert.ToHexString(Encoding.Latin1.GetBytes(ofReal[i]))}\n{Convert.ToHexString(Encoding.Latin1.GetBytes(ofEmbedded[i]))}");
            }
        }

        Assert.InRange(same, Values / 2, Values);
        await RestoreAllAsync(real, ofEmbedded);
        await RestoreAllAsync(embedded, ofReal);
        string[][] digests = [.. Enumerable.Range(0, Values).Select(static i => (string[])["DEBUG", "DIGEST-VALUE", $"key:{i}", $"copy:{i}"])];
        Assert.Equal(await real.AskAllAsync(digests), await embedded.AskAllAsync(digests));
        Assert.Equal(await real.AskAsync("DEBUG", "DIGEST"), await embedded.AskAsync("DEBUG", "DIGEST"));
        string[][] copies = [.. Enumerable.Range(0, Values).Select(static i => (string[])["OBJECT", "ENCODING", $"copy:{i}"])];
        Assert.Equal(await real.AskAllAsync(copies), await embedded.AskAllAsync(copies));
        string[][] groups = [.. Enumerable.Range(0, Values).Select(static i => (string[])["XINFO", "GROUPS", $"copy:{i}"])];
        Assert.Equal(await real.AskAllAsync(groups), await embedded.AskAllAsync(groups));
        string[][] pending = [.. Enumerable.Range(0, Values).Select(static i => (string[])["XPENDING", $"copy:{i}", "readers"])];
        Assert.Equal(await real.AskAllAsync(pending), await embedded.AskAllAsync(pending));
    }

    [Fact]
    public async Task Restore_OfBrokenPayloads_IsAnErrorOrAValue()
    {
        var random = new Random(7);
        await using BinaryClient embedded = await BinaryClient.ConnectAsync(servers.Embedded.EndPoint);
        await embedded.AskAsync("FLUSHALL");
        var values = new RandomValues(3);
        await embedded.AskAllAsync([.. Enumerable.Range(0, 200).SelectMany(i => values.Build($"key:{i}"))]);
        string[] dumps = await embedded.AskAllAsync([.. Enumerable.Range(0, 200).Select(static i => (string[])["DUMP", $"key:{i}"])]);
        List<string[]> attacks = [];
        for (int i = 0; i < 2_000; i++)
        {
            attacks.Add(["RESTORE", "broken", "0", Broken(Payload(dumps[random.Next(dumps.Length)]), random), "REPLACE"]);
            attacks.Add(["DUMP", "broken"]);
            attacks.Add(["DEBUG", "DIGEST-VALUE", "broken"]);
        }

        string[] replies = await embedded.AskAllAsync(attacks);

        Assert.All(
            replies.Where(static (_, index) => index % 3 == 0),
            static reply => Assert.True(reply is "+OK\r\n" or "-ERR Bad data format\r\n", reply));
        Assert.DoesNotContain(replies, static reply => reply.Contains("failed at", StringComparison.Ordinal));
        Assert.Equal("+PONG\r\n", await embedded.AskAsync("PING"));
    }

    [Fact]
    public async Task Restore_WithOptions_AnswersAsRedis()
    {
        string one = "\0\u0003bar\u000a\0" is var body ? Sealed(body[..^2]) : "";
        string[][] calls =
        [
            ["RESTORE", "a", "0", one], ["GET", "a"], ["RESTORE", "a", "0", one], ["RESTORE", "a", "0", one, "REPLACE"], ["RESTORE", "a", "0", "...", "what"],
            ["RESTORE", "a", "0", "...", "REPLACE"], ["RESTORE", "b", "-1", one], ["RESTORE", "b", "x", one], ["RESTORE", "b", "0", one, "IDLETIME", "-1"],
            ["RESTORE", "b", "0", one, "IDLETIME"], ["RESTORE", "b", "0", one, "FREQ", "256"], ["RESTORE", "b", "0", one, "FREQ", "1", "IDLETIME", "1"],
            ["RESTORE", "b", "0", one, "IDLETIME", "1", "FREQ", "1"], ["RESTORE", "b", "0", one, "IDLETIME", "1000", "ABSTTL"], ["OBJECT", "IDLETIME", "b"],
            ["RESTORE", "c", "1000000000000000", one, "ABSTTL"], ["PEXPIRETIME", "c"], ["RESTORE", "c", "1", one, "ABSTTL", "REPLACE"], ["EXISTS", "c"],
            ["RESTORE", "d", "1", one, "ABSTTL"], ["EXISTS", "d"], ["RESTORE", "e", "9223372036854775807", one], ["EXISTS", "e"],
            ["RESTORE-ASKING", "f", "0", one], ["GET", "f"], ["DUMP", "nothing"], ["DUMP", "a"], ["RESTORE", "g", "0", Sealed("\u0063abc")],
            ["RESTORE", "g", "0", Sealed("\u0002\0")], ["RESTORE", "g", "0", one[..^1] + (char)(one[^1] ^ 1)], ["RESTORE", "g", "0", ""],
            ["CONFIG", "SET", "rdbcompression", "no"], ["SET", "long", new string('a', 100)], ["DUMP", "long"], ["CONFIG", "SET", "rdbcompression", "yes"], ["DUMP", "long"],
        ];
        await CompareAsync(calls);
    }

    /// <summary>Forms that Redis wrote before 7.0, as its own files of those days have them.</summary>
    [Fact]
    public async Task Restore_OfFormsBefore7_AnswersAsRedis()
    {
        string ziplist = Ziplist("a", "\u0001b", "c");
        string hash = Ziplist("field", "value", "n", "1");
        string scores = Ziplist("one", "1", "two", "2.5");
        string[] payloads =
        [
            "\u0001\u0002\u0001a\u0001b",
            "\u0003\u0002\u0001a\u00031.5\u0001b\u00FE",
            "\u0005\u0001\u0001a" + Number(1.5),
            "\u0009" + Text("\u0002\u0003foo\u0003\0bar\u0005hello\u0005\u0002world..\u00FF"),
            "\u000A" + Text(ziplist),
            "\u000C" + Text(scores),
            "\u000D" + Text(hash),
            "\u000E\u0001" + Text(ziplist),
            "\u0004\u0001\u0001a\u0001b",
        ];
        List<string[]> calls = [];
        for (int i = 0; i < payloads.Length; i++)
        {
            calls.AddRange([["RESTORE", $"old:{i}", "0", Sealed(payloads[i])], ["OBJECT", "ENCODING", $"old:{i}"], ["DEBUG", "DIGEST-VALUE", $"old:{i}"], ["DUMP", $"old:{i}"]]);
        }

        await CompareAsync([.. calls]);
    }

    private async Task CompareAsync(string[][] calls)
    {
        await using BinaryClient real = await BinaryClient.ConnectAsync(servers.Real);
        await using BinaryClient embedded = await BinaryClient.ConnectAsync(servers.Embedded.EndPoint);
        await real.AskAsync("FLUSHALL");
        await embedded.AskAsync("FLUSHALL");
        string[] expected = await real.AskAllAsync(calls);
        string[] actual = await embedded.AskAllAsync(calls);
        Assert.Equal(
            calls.Zip(expected, static (call, reply) => $"{string.Join(' ', call)} {reply}"), calls.Zip(actual, static (call, reply) => $"{string.Join(' ', call)} {reply}"));
    }

    private static async Task RestoreAllAsync(BinaryClient server, string[] dumps)
    {
        string[] replies = await server.AskAllAsync([.. dumps.Select(static (dump, i) => (string[])["RESTORE", $"copy:{i}", "0", Payload(dump)])]);
        Assert.All(replies, static reply => Assert.Equal("+OK\r\n", reply));
    }

    /// <summary>What is in a bulk reply.</summary>
    private static string Payload(string reply) => reply[(reply.IndexOf('\n', StringComparison.Ordinal) + 1)..^2];

    /// <summary>A payload with some bytes changed, added or removed, and a checksum that is right.</summary>
    private static string Broken(string payload, Random random)
    {
        var content = new StringBuilder(payload[..^10]);
        for (int left = random.Next(1, 4); left > 0; left--)
        {
            int at = random.Next(content.Length);
            switch (random.Next(4))
            {
                case 0:
                    content.Insert(at, (char)random.Next(256));
                    break;
                case 1 when content.Length > 1:
                    content.Remove(at, 1);
                    break;
                case 2:
                    content[at] = (char)(content[at] ^ (1 << random.Next(8)));
                    break;
                default:
                    content[at] = "\0\u0001\u007F\u0080\u00FE\u00FF\u00C3\u00F0"[random.Next(8)];
                    break;
            }
        }

        return Sealed(content.ToString());
    }

    private static string Sealed(string content)
    {
        var writer = new RdbWriter(compresses: false);
        writer.Raw(Encoding.Latin1.GetBytes(content));
        return Encoding.Latin1.GetString(RdbPayload.Seal(writer));
    }

    private static string Text(string text) => (char)text.Length + text;

    private static string Number(double number) => Encoding.Latin1.GetString(BitConverter.GetBytes(number));

    /// <summary>A ziplist of short strings.</summary>
    private static string Ziplist(params string[] items)
    {
        var body = new StringBuilder();
        int before = 0;
        int last = 10;
        foreach (string item in items)
        {
            last = 10 + body.Length;
            body.Append((char)before).Append((char)item.Length).Append(item);
            before = item.Length + 2;
        }

        int length = 11 + body.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{(char)length}\0\0\0{(char)last}\0\0\0{(char)items.Length}\0{body}\u00FF");
    }
}
