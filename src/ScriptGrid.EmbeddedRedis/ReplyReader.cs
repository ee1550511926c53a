using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>Reads a reply in RESP2 or RESP3. It only gets replies of the server itself, so it does not check for malformed ones.</summary>
internal ref struct ReplyReader(ReadOnlyMemory<byte> bytes)
{
    private int _next;

    /// <summary>Returns the reply without the messages that were pushed before it, which only RESP3 has; empty if there is none.</summary>
    internal static ReadOnlyMemory<byte> WithoutPushes(ReadOnlyMemory<byte> output)
    {
        var reader = new ReplyReader(output);
        while (reader._next < output.Length && output.Span[reader._next] == (byte)'>')
        {
            reader.Read();
        }

        return output[reader._next..];
    }

    /// <exception cref="EmbeddedRedisException">The reply is nested too deeply for the stack of this thread.</exception>
    internal RedisReply Read()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EmbeddedRedisException("The reply is nested too deeply to be read on this thread.");
        }

        byte type = bytes.Span[_next++];
        ReadOnlyMemory<byte> line = ReadLine();
        switch (type)
        {
            case (byte)'+':
                return RedisReply.Of(RedisReplyKind.Status, line);
            case (byte)'-':
                return RedisReply.Of(RedisReplyKind.Error, line);
            case (byte)':':
                return RedisReply.Of(Number(line));
            case (byte)'(':
                return RedisReply.Of(RedisReplyKind.BigNumber, line);
            case (byte)',':
                return RedisReply.Of(ReadDouble(line.Span));
            case (byte)'#':
                return RedisReply.Of(line.Span[0] == (byte)'t');
            case (byte)'$':
                return ReadBulk(Number(line), prefix: 0);
            case (byte)'=':
                return ReadBulk(Number(line), prefix: 4); // Verbatim text begins with its format, such as "txt:".
            case (byte)'%':
                return RedisReply.Of(RedisReplyKind.Map, ReadItems(2 * Number(line)));
            case (byte)'|':
                _ = ReadItems(2 * Number(line));
                return Read();
            case (byte)'*' or (byte)'~' or (byte)'>':
                return Number(line) < 0 ? RedisReply.Nil : RedisReply.Of(RedisReplyKind.Array, ReadItems(Number(line)));
            default:
                return RedisReply.Nil;
        }
    }

    private static long Number(ReadOnlyMemory<byte> line) => Utf8Parser.TryParse(line.Span, out long number, out _) ? number : 0;

    private static double ReadDouble(ReadOnlySpan<byte> text) => ReplyNumber.TryParse(text, out double number) ? number : double.NaN;

    private RedisReply ReadBulk(long length, int prefix)
    {
        if (length < 0)
        {
            return RedisReply.Nil;
        }

        ReadOnlyMemory<byte> text = bytes.Slice(_next, (int)length)[prefix..];
        _next += (int)length + 2;
        return RedisReply.Of(RedisReplyKind.Text, text);
    }

    private ImmutableArray<RedisReply> ReadItems(long count)
    {
        var items = new RedisReply[count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Read();
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    private ReadOnlyMemory<byte> ReadLine()
    {
        int length = bytes.Span[_next..].IndexOf((byte)'\n');
        ReadOnlyMemory<byte> line = bytes.Slice(_next, length - 1);
        _next += length + 1;
        return line;
    }
}
