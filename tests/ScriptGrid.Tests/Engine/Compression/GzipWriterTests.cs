using System.Buffers;
using System.IO.Compression;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Compression;

/// <summary>One gzip stream of blocks that were compressed beside each other.</summary>
public sealed class GzipWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(GzipBlock.TextBytes - 1)]
    [InlineData(GzipBlock.TextBytes)]
    [InlineData(GzipBlock.TextBytes + 1)]
    [InlineData((5 * GzipBlock.TextBytes) + 17)]
    public async Task Write_AnyLength_IsOneStreamOfTheSame(int length)
    {
        byte[] text = Text(length);

        byte[] stream = await CompressAsync(text, pieceBytes: 10_000);

        Assert.Equal(text, Decompress(stream));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(3 * GzipBlock.TextBytes)]
    public async Task Write_PiecesOfAnyLength_AreOneStream(int pieceBytes)
    {
        byte[] text = Text(pieceBytes == 1 ? GzipBlock.TextBytes + 100 : 4 * GzipBlock.TextBytes);

        Assert.Equal(text, Decompress(await CompressAsync(text, pieceBytes)));
    }

    [Fact]
    public async Task Write_WhatCannotBeCompressed_IsTheSame()
    {
        byte[] noise = new byte[3 * GzipBlock.TextBytes];
        new Random(7).NextBytes(noise);

        Assert.Equal(noise, Decompress(await CompressAsync(noise, pieceBytes: 64 * 1024)));
    }

    [Fact]
    public async Task Stream_Large_PassesGzipsOwnTest()
    {
        (int exitCode, string said) = await TestAsync(await CompressAsync(Text(3_000_000), pieceBytes: 50_000));

        Assert.Equal((0, ""), (exitCode, said));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 900_000, 0)]
    [InlineData(1, 10_000, 1)]
    [InlineData(500_000, 1, 500_000)]
    public async Task Append_CompressedBefore_StandsWhereItWasPut(int before, int compressed, int behind)
    {
        byte[] text = Text(before + (2 * compressed) + behind);
        var output = new MemoryStream();
        await using var writer = new GzipWriter(output);

        writer.Write(text.AsSpan(0, before));
        writer.Append(Deflated(text.AsSpan(before, compressed)));
        writer.Append(Deflated(text.AsSpan(before + compressed, compressed)));
        writer.Write(text.AsSpan(before + (2 * compressed)));
        await writer.EndAsync(CancellationToken.None);

        Assert.Equal(text, Decompress(output.ToArray()));
    }

    [Fact]
    public async Task HandOver_MuchAtWork_LetsGoOfWhatWasAppended()
    {
        byte[] text = Text(3 * GzipBlock.TextBytes);
        byte[] appended = Written(text);
        var output = new MemoryStream();
        await using var writer = new GzipWriter(output);
        writer.Write(text);
        writer.Append(DeflatedText.Read(appended));

        await writer.HandOverAsync(CancellationToken.None);

        appended.AsSpan().Clear();
        await writer.EndAsync(CancellationToken.None);
        Assert.Equal([.. text, .. text], Decompress(output.ToArray()));
    }

    [Fact]
    public async Task Dispose_BeforeTheEnd_LeavesTheStreamOpen()
    {
        var output = new MemoryStream();
        await using (var writer = new GzipWriter(output))
        {
            writer.Write(Text(10 * GzipBlock.TextBytes));
            await writer.FlushAsync();
        }

        (_, string said) = await TestAsync(output.ToArray());
        Assert.Contains("unexpected end of file", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flush_MuchAtWork_HandsOver()
    {
        var output = new MemoryStream();
        await using var writer = new GzipWriter(output);
        writer.Write(Text(20 * GzipBlock.TextBytes));

        await writer.FlushAsync();

        Assert.NotEqual(0, output.Length);
        Assert.Equal(0, writer.UnflushedBytes);
    }

    [Fact]
    public async Task Flush_OutputThatFails_TellsSoAndEnds()
    {
        var writer = new GzipWriter(new MemoryStream(new byte[100], writable: false));
        writer.Write(Text(20 * GzipBlock.TextBytes));

        await Assert.ThrowsAsync<NotSupportedException>(async () => await writer.FlushAsync());

        await writer.DisposeAsync();
    }

    private static DeflatedText Deflated(ReadOnlySpan<byte> text) => DeflatedText.Read(Written(text));

    private static byte[] Written(ReadOnlySpan<byte> text)
    {
        byte[] written = new byte[DeflatedText.MostBytes(text.Length)];
        return written[..DeflatedText.Write([.. text, .. new byte[PageDeflate.Slack]], text.Length, written)];
    }

    private static async Task<byte[]> CompressAsync(byte[] text, int pieceBytes)
    {
        var output = new MemoryStream();
        await using var writer = new GzipWriter(output);
        for (int start = 0; start < text.Length; start += pieceBytes)
        {
            writer.Write(text.AsSpan(start, Math.Min(pieceBytes, text.Length - start)));
            await writer.FlushAsync();
        }

        await writer.EndAsync(CancellationToken.None);
        return output.ToArray();
    }

    private static async Task<(int ExitCode, string Said)> TestAsync(byte[] stream)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".gz");
        await File.WriteAllBytesAsync(file, stream);
        try
        {
            return await Programs.RunAsync("gzip", "--test", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>By a reader that refuses a wrong sum or length.</summary>
    private static byte[] Decompress(byte[] stream)
    {
        using var gzip = new GZipStream(new MemoryStream(stream), CompressionMode.Decompress);
        var text = new MemoryStream();
        gzip.CopyTo(text);
        return text.ToArray();
    }

    private static byte[] Text(int length)
    {
        var random = new Random(length);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++)
        {
            text[i] = (byte)("redis_script_values{} 0123456789\n"[random.Next(i % 7 == 0 ? 33 : 5)]);
        }

        return text;
    }
}
