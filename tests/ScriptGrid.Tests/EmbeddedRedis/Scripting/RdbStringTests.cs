using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class RdbStringTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(16383)]
    [InlineData(16384)]
    public void TryRead_WhatWriteWrote_IsTheSame(int length)
    {
        byte[] text = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        var target = new List<byte>();

        RdbString.Write(text, target);
        ReadOnlySpan<byte> source = [.. target, 9];

        Assert.True(RdbString.TryRead(ref source, out byte[] read));
        Assert.Equal(text, read);
        Assert.Equal([9], source.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0xFF }, "-1")]
    [InlineData(new byte[] { 0xC1, 0x39, 0x30 }, "12345")]
    [InlineData(new byte[] { 0xC2, 0x40, 0xE2, 0x01, 0x00 }, "123456")]
    [InlineData(new byte[] { 0xC3, 0x05, 0x0A, 0x00, (byte)'a', 0xE0, 0x00, 0x00 }, "aaaaaaaaaa")]
    public void TryRead_ShortForms_GivesTheText(byte[] bytes, string expected)
    {
        ReadOnlySpan<byte> source = bytes;

        Assert.True(RdbString.TryRead(ref source, out byte[] text));
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 5, 1, 2 })]
    [InlineData(new byte[] { 0x80, 0, 0 })]
    [InlineData(new byte[] { 0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xC3, 0x03, 0x0A, 0x20, 0x00, 0x05 })]
    [InlineData(new byte[] { 0xC4, 0x03 })]
    public void TryRead_BrokenString_IsFalse(byte[] bytes)
    {
        ReadOnlySpan<byte> source = bytes;

        Assert.False(RdbString.TryRead(ref source, out _));
    }

    [Fact]
    public void Of_CheckDigits_IsTheKnownSum() => Assert.Equal(0xE9C6D914C4B8D9CAUL, Crc64.Of("123456789"u8));
}
