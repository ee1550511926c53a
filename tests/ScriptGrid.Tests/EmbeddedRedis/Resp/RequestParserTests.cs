using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.Tests.EmbeddedRedis.Resp;

public class RequestParserTests
{
    private readonly RequestParser _parser = new(new BufferBudget(1 << 20));
    private readonly InputBuffer _input = new(new BufferBudget(1 << 20));

    [Theory]
    [InlineData("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", "GET|k")]
    [InlineData("*1\r\n$0\r\n\r\n", "")]
    [InlineData("*2\r\n$4\r\n\r\n\r\n\r\n$1\r\nx\r\n", "\r\n\r\n|x")]
    [InlineData("ping\r\n", "ping")]
    [InlineData("ping\n", "ping")]
    [InlineData("get a\vb\fc \v d\r\n", "get|a\vb\fc|d")]
    [InlineData("  set  k   'a b' \r\n", "set|k|a b")]
    [InlineData("set k \"a\\x41\\n\\\"\"\r\n", "set|k|aA\n\"")]
    [InlineData("set k 'it\\'s \\n'\r\n", "set|k|it's \\n")]
    [InlineData("set k \"\"\r\n", "set|k|")]
    public void TryRead_WholeCommand_GivesItsWords(string bytes, string words)
    {
        Feed(bytes);

        Assert.True(_parser.TryRead(_input));

        Assert.Equal(words, Words());
        Assert.False(_parser.TryRead(_input));
        Assert.Null(_parser.Fault);
    }

    [Theory]
    [InlineData("*2\r\n$3\r\nGET\r\n$5\r\na\r\nbc\r\n")]
    [InlineData("get 'a b'\r\n")]
    public void TryRead_ByteByByte_GivesTheSameCommand(string bytes)
    {
        for (int i = 0; i < bytes.Length - 1; i++)
        {
            Feed(bytes[i..(i + 1)]);
            Assert.False(_parser.TryRead(_input));
            Assert.Null(_parser.Fault);
        }

        Feed(bytes[^1..]);

        Assert.True(_parser.TryRead(_input));
        Assert.Equal(2, _parser.Words.Length);
    }

    [Theory]
    [InlineData("*0\r\nping\r\n")]
    [InlineData("*-1\r\nping\r\n")]
    [InlineData("\r\nping\r\n")]
    public void TryRead_EmptyCommand_HasNoWords(string bytes)
    {
        Feed(bytes);

        Assert.True(_parser.TryRead(_input));
        Assert.Equal(0, _parser.Words.Length);
        Assert.True(_parser.TryRead(_input));
        Assert.Equal("ping", Words());
    }

    [Theory]
    [InlineData("*x\r\n", "invalid multibulk length")]
    [InlineData("*\r\n", "invalid multibulk length")]
    [InlineData("*01\r\n", "invalid multibulk length")]
    [InlineData("*-0\r\n", "invalid multibulk length")]
    [InlineData("*1\r\n$04\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$-0\r\n", "invalid bulk length")]
    [InlineData("*9999999999\r\n", "invalid multibulk length")]
    [InlineData("*1\r\n:1\r\n", "expected '$', got ':'")]
    [InlineData("*1\r\n$x\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$-1\r\n", "invalid bulk length")]
    [InlineData("*1\r\n$536870913\r\n", "invalid bulk length")]
    [InlineData("'abc\r\n", "unbalanced quotes in request")]
    [InlineData("\"abc\"d\r\n", "unbalanced quotes in request")]
    public void TryRead_BrokenProtocol_SaysWhat(string bytes, string fault)
    {
        Feed(bytes);

        Assert.False(_parser.TryRead(_input));

        Assert.Equal(fault, _parser.Fault);
    }

    [Theory]
    [InlineData("", "too big inline request")]
    [InlineData("*", "too big mbulk count string")]
    [InlineData("*1\r\n$", "too big bulk count string")]
    public void TryRead_EndlessLine_IsAFault(string beginning, string fault)
    {
        Feed(beginning + new string('1', (64 * 1024) + 1));

        Assert.False(_parser.TryRead(_input));

        Assert.Equal(fault, _parser.Fault);
    }

    [Theory]
    [InlineData("*11\r\n", "unauthenticated multibulk length")]
    [InlineData("*1\r\n$16385\r\n", "unauthenticated bulk length")]
    public void TryRead_MuchFromOneWhoIsNotLoggedIn_IsAFault(string bytes, string fault)
    {
        _parser.IsTrusted = false;
        Feed(bytes);

        Assert.False(_parser.TryRead(_input));

        Assert.Equal(fault, _parser.Fault);
    }

    [Fact]
    public void TryRead_ManyCommandsAtOnce_GivesEach()
    {
        Feed(string.Concat(Enumerable.Repeat("*2\r\n$4\r\necho\r\n$1\r\nx\r\n", 10_000)));

        int count = 0;
        while (_parser.TryRead(_input))
        {
            count++;
        }

        Assert.Equal(10_000, count);
    }

    private string Words()
    {
        var words = new List<string>();
        foreach (byte[] word in _parser.Words)
        {
            words.Add(Encoding.Latin1.GetString(word));
        }

        return string.Join('|', words);
    }

    private void Feed(string bytes)
    {
        ReadOnlySpan<byte> source = Encoding.Latin1.GetBytes(bytes);
        while (!source.IsEmpty)
        {
            Assert.True(_input.TryFree(source.Length + _input.Unread.Length, out Memory<byte> room));
            int count = Math.Min(room.Length, source.Length);
            source[..count].CopyTo(room.Span);
            _input.Fill(count);
            source = source[count..];
        }
    }
}
