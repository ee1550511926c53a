using System.Globalization;
using System.IO.Compression;
using System.Text;
using ScriptGrid.Engine.Compression;

namespace ScriptGrid.Tests.Engine.Compression;

/// <summary>What an own deflate writes is read back by another's inflate.</summary>
public sealed class PageDeflateTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "nothing", "" },
        { "one byte", "x" },
        { "a quote", "\"" },
        { "ends of lines", new string('\n', 1_000) },
        { "quotes", new string('"', 1_000) },
        { "one line again and again", Repeat("redis_up{target=\"a:1\"} 1\n", 2_000) },
        { "no end of a line", "redis_up{target=\"a:1\"} 1\nredis_up{target=\"a:2\"} 1" },
        { "lines of several shapes", Repeat("# HELP a b\n# TYPE a gauge\na{x=\"1\",y=\"2\"} 3\na{x=\"1\"} 3\na 5\n", 50) },
        { "a label behind which there are no more in the line above", "a{x=\"1\"} 3\na{x=\"2\",y=\"2\",z=\"3\"} 3\na{x=\"1\"} 4\n" },
        { "quotes and ends of lines within labels", Repeat("a{x=\"say \\\"no\\\"\\n\"} 3\n", 9) },
        { "a line longer than the window", $"a{{x=\"{new string('y', 40_000)}\"}} 1\na{{x=\"z\"}} 1\na{{x=\"z\"}} 2\n" },
        { "two lines longer than the window", Repeat($"a{{x=\"{Noise(40_000)}\"}} 1\n", 2) },
        { "labels in other scripts", Repeat("a{город=\"Дубна\",都市=\"東京\"} 1\n", 40) },
        { "every byte", string.Concat(Enumerable.Range(0, 2_000).Select(static i => (char)(i % 256))) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Compress_Text_IsReadBack(string name, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        Assert.True(bytes.AsSpan().SequenceEqual(Inflate(Compress(bytes))), name);
    }

    [Fact]
    public void Compress_RandomTexts_AreReadBack() => Fuzz.Fuzz.Run(static random =>
    {
        byte[] text = RandomText(random);

        Assert.True(text.AsSpan().SequenceEqual(Inflate(Compress(text))));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Compress_WhatCannotBeCompressed_HasRoom(int length)
    {
        byte[] noise = new byte[length];
        new Random(5).NextBytes(noise);
        noise.AsSpan().Replace((byte)'7', (byte)0xff);

        Assert.Equal(noise, Inflate(Compress(noise)));
    }

    [Fact]
    public void Compress_LinesOfATarget_AreATenthOfTheirLength()
    {
        var lines = new StringBuilder();
        for (int i = 0; i < 1_000; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"redis_script_values{{target=\"10.0.0.{i / 10}:6379\",filename=\"queues.lua\",key=\"queue:{i % 10}\"}} {i * 7919 % 100_000}\n");
        }

        byte[] text = Encoding.UTF8.GetBytes(lines.ToString());

        Assert.InRange(Compress(text).Length, 1, text.Length / 10);
    }

    [Fact]
    public void Compress_TextWithoutSlack_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => PageDeflate.Compress(new byte[40], 40, new byte[1_000]));

    [Fact]
    public void Compress_OutputWithoutRoom_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => PageDeflate.Compress(new byte[140], 40, new byte[100]));

    private static byte[] Compress(byte[] text)
    {
        // Whatever stands behind the text must make no difference.
        byte[] behind = [.. Enumerable.Range(0, PageDeflate.Slack).Select(i => text.Length == 0 ? (byte)'"' : text[i % text.Length])];
        byte[] output = new byte[PageDeflate.MostBytes(text.Length)];
        int length = PageDeflate.Compress([.. text, .. behind], text.Length, output);
        return output[..length];
    }

    private static byte[] Inflate(byte[] blocks)
    {
        using var inflate = new DeflateStream(new MemoryStream([.. blocks, 3, 0]), CompressionMode.Decompress);
        var text = new MemoryStream();
        inflate.CopyTo(text);
        return text.ToArray();
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Noise(int length)
    {
        var random = new Random(3);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z')));
    }

    /// <summary>Pieces of lines in any order, some of them long, so that lines are alike in part.</summary>
    private static byte[] RandomText(Random random) => Encoding.UTF8.GetBytes(Fuzz.Fuzz.Text(
        random,
        ["\n", "\n", "\"", "\"", "redis_up{target=\"", "\"} ", "1", "0.25", "# TYPE x gauge\n", "\\\"", "é", new string('a', random.Next(400)), Noise(random.Next(90))],
        most: 300));
}
