using System.Buffers.Text;

namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Parses commands from the bytes of a connection: arrays of bulk strings, and inline commands, which are plain lines of text.</summary>
internal sealed class RequestParser(BufferBudget budget)
{
    private const int LongestLine = 64 * 1024;
    private const int MaxUnauthenticatedWords = 10;
    private const int MaxUnauthenticatedBulkBytes = 16 * 1024;
    private const int InitialWords = 8;
    private const int NoBulk = -1;

    /// <summary>The longest string that fits in an array together with the bytes before and after it.</summary>
    private const int LargestBulk = int.MaxValue - LongestLine;

    /// <summary>The estimated overhead of a word, in addition to its bytes.</summary>
    private const int WordBytes = 32;

    /// <summary>Commands whose words take at most this many bytes are not counted in the budget.</summary>
    private const int UncountedBytes = 64 * 1024;

    private byte[][] _words = new byte[InitialWords][];
    private int _count;
    private int _wordsToCome;
    private int _bulkBytes = NoBulk;
    private long _wordBytes;
    private long _heldBytes;

    /// <summary>The words of the last command that was read.</summary>
    internal ReadOnlySpan<byte[]> Words => _words.AsSpan(0, _count);

    /// <summary>The protocol error, without <c>ERR Protocol error: </c>; null if there is none.</summary>
    internal string? Fault { get; private set; }

    /// <summary>The longest string that a request may contain, in bytes.</summary>
    internal long MaxBulkBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Whether the client may send requests of any size. The limits for other clients are low.</summary>
    internal bool IsTrusted { get; set; } = true;

    /// <summary>The bytes that the word in progress still needs from the current position; 0 if unknown.</summary>
    internal int BytesWanted => _bulkBytes == NoBulk ? 0 : _bulkBytes + 2;

    /// <summary>
    /// Reads one command. Returns false if more bytes are needed or the protocol is broken (see <see cref="Fault"/>). An empty command has no words.
    /// </summary>
    internal bool TryRead(InputBuffer input)
    {
        if (_wordsToCome == 0)
        {
            Release();
            _count = 0;
            if (input.Unread.IsEmpty)
            {
                return false;
            }

            if (input.Unread[0] != (byte)'*')
            {
                return TryReadTyped(input);
            }

            if (!TryReadHeader(input))
            {
                return false;
            }
        }

        while (_wordsToCome > 0)
        {
            if (!TryReadWord(input))
            {
                return false;
            }
        }

        return Fault is null;
    }

    /// <summary>
    /// Releases the words of a complete command. Arrays that a command has kept stay valid. The words of an incomplete command are not released.
    /// </summary>
    internal void Forget()
    {
        if (_wordsToCome > 0)
        {
            return;
        }

        if (_count > InitialWords)
        {
            _words = new byte[InitialWords][];
        }

        Release();
        _count = 0;
    }

    /// <summary>Releases everything, because the connection has ended.</summary>
    internal void Drop()
    {
        _wordsToCome = 0;
        Forget();
    }

    private bool TryReadHeader(InputBuffer input)
    {
        if (!TryReadLine(input, "too big mbulk count string", out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (!TryParse(line[1..], out long count) || count > int.MaxValue)
        {
            return Fail("invalid multibulk length");
        }

        if (count > MaxUnauthenticatedWords && !IsTrusted)
        {
            return Fail("unauthenticated multibulk length");
        }

        _wordsToCome = (int)Math.Max(count, 0);
        return true;
    }

    private bool TryReadWord(InputBuffer input)
    {
        if (_bulkBytes == NoBulk && !TryReadLength(input))
        {
            return false;
        }

        if (input.Unread.Length < _bulkBytes + 2)
        {
            return false;
        }

        byte[] word = input.Unread[.._bulkBytes].ToArray();
        input.Skip(_bulkBytes + 2);
        input.Trim();
        _bulkBytes = NoBulk;
        _wordsToCome--;
        Add(word);
        return true;
    }

    private bool TryReadLength(InputBuffer input)
    {
        if (!TryReadLine(input, "too big bulk count string", out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (line.IsEmpty || line[0] != (byte)'$')
        {
            return Fail($"expected '$', got '{(line.IsEmpty ? '\r' : (char)line[0])}'");
        }

        if (!TryParse(line[1..], out long length) || length < 0 || length > Math.Min(MaxBulkBytes, LargestBulk))
        {
            return Fail("invalid bulk length");
        }

        if (length > MaxUnauthenticatedBulkBytes && !IsTrusted)
        {
            return Fail("unauthenticated bulk length");
        }

        _bulkBytes = (int)length;
        return true;
    }

    private bool TryReadTyped(InputBuffer input)
    {
        int end = EndOfLine(input.Unread, (byte)'\n');
        if (end < 0)
        {
            return input.Unread.Length > LongestLine && Fail("too big inline request");
        }

        ReadOnlySpan<byte> line = input.Unread[..end];
        var words = new List<byte[]>();
        bool isWhole = TypedLine.TrySplit(line.EndsWith("\r"u8) ? line[..^1] : line, words);
        input.Skip(end + 1);
        if (!isWhole)
        {
            return Fail("unbalanced quotes in request");
        }

        words.ForEach(Add);
        return true;
    }

    private bool TryReadLine(InputBuffer input, string tooLong, out ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> unread = input.Unread;
        int end = EndOfLine(unread, (byte)'\r');
        if (end < 0 || end + 1 >= unread.Length)
        {
            line = default;
            return end < 0 && unread.Length > LongestLine && Fail(tooLong);
        }

        line = unread[..end];
        input.Skip(end + 2);
        return true;
    }

    /// <summary>Returns the end of the line; -1 if it is not there yet, or if a zero comes before it, because C code would not see it.</summary>
    private static int EndOfLine(ReadOnlySpan<byte> unread, byte last)
    {
        int end = unread.IndexOfAny(last, (byte)0);
        return end >= 0 && unread[end] == last ? end : -1;
    }

    private void Add(byte[] word)
    {
        if (_count == _words.Length)
        {
            Array.Resize(ref _words, 2 * _count);
        }

        _words[_count++] = word;
        _wordBytes += word.Length + WordBytes;
        if (_wordBytes > UncountedBytes + _heldBytes)
        {
            Hold(_wordBytes - _heldBytes);
        }
    }

    /// <summary>Takes the words of a large command from the budget, or sets <see cref="Fault"/> if they do not fit, which ends the connection.</summary>
    private void Hold(long bytes)
    {
        if (budget.TryTake(bytes))
        {
            _heldBytes += bytes;
        }
        else
        {
            _wordsToCome = 0;
            Fault = $"the request exceeds the limit of {budget.MaxBytes} bytes for all replies and requests of this server";
        }
    }

    private void Release()
    {
        budget.Give(_heldBytes);
        _heldBytes = _wordBytes = 0;
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>Parses a number in canonical form: without a plus sign and without leading zeros.</summary>
    private static bool TryParse(ReadOnlySpan<byte> digits, out long value) =>
        Utf8Parser.TryParse(digits, out value, out int used) && used == digits.Length
        && (digits is [(byte)'0'] || digits[digits[0] == (byte)'-' ? 1 : 0] is >= (byte)'1' and <= (byte)'9');
}
