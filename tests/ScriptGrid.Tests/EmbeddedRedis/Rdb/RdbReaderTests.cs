using System.Text;
using ScriptGrid.EmbeddedRedis.Rdb;

namespace ScriptGrid.Tests.EmbeddedRedis.Rdb;

public sealed class RdbReaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(16383)]
    [InlineData(16384)]
    public void String_WhatTheWriterWrote_IsTheSame(int length)
    {
        byte[] text = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        foreach (bool compresses in (bool[])[false, true])
        {
            var writer = new RdbWriter(compresses);
            writer.String(text);
            writer.Byte(9);
            var reader = new RdbReader(writer.Written);

            Assert.Equal(text, reader.String());
            Assert.Equal(9, reader.Byte());
            Assert.True(reader.IsAtEnd && !reader.IsBroken);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(16383UL)]
    [InlineData(16384UL)]
    [InlineData(4294967295UL)]
    [InlineData(4294967296UL)]
    [InlineData(ulong.MaxValue)]
    public void Length_WhatTheWriterWrote_IsTheSame(ulong length)
    {
        var writer = new RdbWriter(compresses: true);
        writer.Length(length);
        var reader = new RdbReader(writer.Written);

        Assert.Equal(length, reader.Length());
        Assert.True(reader.IsAtEnd && !reader.IsBroken);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0xFF }, "-1")]
    [InlineData(new byte[] { 0xC1, 0x39, 0x30 }, "12345")]
    [InlineData(new byte[] { 0xC2, 0x40, 0xE2, 0x01, 0x00 }, "123456")]
    [InlineData(new byte[] { 0xC3, 0x05, 0x0A, 0x00, (byte)'a', 0xE0, 0x00, 0x00 }, "aaaaaaaaaa")]
    public void String_ShortForms_GivesTheText(byte[] bytes, string expected)
    {
        var reader = new RdbReader(bytes);

        Assert.Equal(expected, Encoding.ASCII.GetString(reader.String()));
        Assert.False(reader.IsBroken);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 5, 1, 2 })]
    [InlineData(new byte[] { 0x80, 0, 0 })]
    [InlineData(new byte[] { 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xC3, 0x03, 0x0A, 0x20, 0x00, 0x05 })]
    [InlineData(new byte[] { 0xC3, 0x03, 0x80, 0x1F, 0xFF, 0xFF, 0xFF, 0x20, 0x00, 0x05 })]
    [InlineData(new byte[] { 0xC4, 0x03 })]
    public void String_BrokenString_BreaksTheReader(byte[] bytes)
    {
        var reader = new RdbReader(bytes);

        Assert.Empty(reader.String());
        Assert.True(reader.IsBroken);
        Assert.Equal(0, reader.Byte());
    }

    [Fact]
    public void Of_CheckDigits_IsTheKnownSum() => Assert.Equal(0xE9C6D914C4B8D9CAUL, Crc64.Of("123456789"u8));
}
