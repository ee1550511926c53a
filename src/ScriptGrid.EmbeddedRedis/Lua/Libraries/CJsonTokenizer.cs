using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Splits JSON into tokens as lua-cjson does: a zero byte ends the text, and numbers are parsed like <c>strtod</c>.</summary>
internal ref struct CJsonTokenizer(LuaState state, CJsonSettings settings, ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The position after the last token.</summary>
    internal int Position { get; private set; }

    /// <summary>The position where the last token, or the error in it, begins.</summary>
    internal int TokenStart { get; private set; }

    /// <summary>The value of a string, number or boolean.</summary>
    internal LuaValue Value { get; private set; }

    /// <summary>A description of the error, if the last token is an error.</summary>
    internal string Problem { get; private set; } = string.Empty;

    /// <summary>Reads the next token. <paramref name="isKey"/> says whether a string here is the key of an object.</summary>
    internal CJsonToken Next(bool isKey = false)
    {
        byte character = Peek(0);
        while (character is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            Position++;
            character = Peek(0);
        }

        TokenStart = Position;
        switch (character)
        {
            case 0:
                return CJsonToken.End;
            case (byte)'{':
                return Single(CJsonToken.ObjectBegin);
            case (byte)'}':
                return Single(CJsonToken.ObjectEnd);
            case (byte)'[':
                return Single(CJsonToken.ArrayBegin);
            case (byte)']':
                return Single(CJsonToken.ArrayEnd);
            case (byte)':':
                return Single(CJsonToken.Colon);
            case (byte)',':
                return Single(CJsonToken.Comma);
            case (byte)'"':
                return ReadString(isKey);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return !settings.DecodeInvalidNumbers && IsInvalidNumber() ? Fail("invalid number") : ReadNumber();
            default:
                return ReadWord();
        }
    }

    private readonly byte Peek(int offset) => Position + offset < _text.Length ? _text[Position + offset] : (byte)0;

    private CJsonToken Single(CJsonToken token)
    {
        Position++;
        return token;
    }

    private CJsonToken Fail(string problem)
    {
        TokenStart = Position;
        Problem = problem;
        return CJsonToken.Error;
    }

    private CJsonToken ReadWord()
    {
        var rest = _text[Position..];
        if (rest.StartsWith("true"u8))
        {
            return Word(4, CJsonToken.Boolean, true);
        }

        if (rest.StartsWith("false"u8))
        {
            return Word(5, CJsonToken.Boolean, false);
        }

        if (rest.StartsWith("null"u8))
        {
            return Word(4, CJsonToken.Null, LuaLightUserData.Null);
        }

        return settings.DecodeInvalidNumbers && IsInvalidNumber() ? ReadNumber() : Fail("invalid token");
    }

    private CJsonToken Word(int length, CJsonToken token, LuaValue value)
    {
        Position += length;
        Value = value;
        return token;
    }

    private CJsonToken ReadNumber()
    {
        int length = LuaNumber.ReadPrefix(_text[Position..], out double number);
        return length == 0 ? Fail("invalid number") : Word(length, CJsonToken.Number, number);
    }

    /// <summary>Whether a number begins in a form that JSON does not allow: with a plus, hexadecimal, with leading zeros, infinity or NaN.</summary>
    private readonly bool IsInvalidNumber()
    {
        if (Peek(0) == '+')
        {
            return true;
        }

        int start = Peek(0) == '-' ? 1 : 0;
        byte first = Peek(start);
        if (first == '0')
        {
            byte second = Peek(start + 1);
            return (second | 0x20) == 'x' || char.IsAsciiDigit((char)second);
        }

        if (first <= '9')
        {
            return false;
        }

        var word = _text.Slice(Position + start, Math.Min(3, _text.Length - Position - start));
        return Ascii.EqualsIgnoreCase(word, "inf"u8) || Ascii.EqualsIgnoreCase(word, "nan"u8);
    }

    private CJsonToken ReadString(bool isKey)
    {
        Position++;
        int length = _text[Position..].IndexOfAny((byte)'"', (byte)'\\', (byte)0);
        if (length >= 0 && _text[Position + length] == '"')
        {
            var plain = _text.Slice(Position, length);
            state.ChargeHeap(ObjectBytes.OfString(length));
            return Word(length + 1, CJsonToken.String, isKey ? settings.Key(plain) : new LuaString(plain));
        }

        var builder = new ByteBuilder(state, []);
        while (true)
        {
            length = _text[Position..].IndexOfAny((byte)'"', (byte)'\\', (byte)0);
            length = length < 0 ? _text.Length - Position : length;
            builder.Append(_text.Slice(Position, length));
            Position += length;
            byte stop = Peek(0);
            if (stop == '"')
            {
                return Word(1, CJsonToken.String, builder.Finish());
            }

            string? problem = stop == 0 ? "unexpected end of string" : ReadEscape(ref builder);
            if (problem is not null)
            {
                builder.Release();
                return Fail(problem);
            }
        }
    }

    /// <summary>Reads an escape sequence, which begins with a backslash.</summary>
    /// <returns>A description of the error; null if there is none.</returns>
    private string? ReadEscape(ref ByteBuilder builder)
    {
        byte letter = Peek(1);
        if (letter == 'u')
        {
            return ReadUnicode(ref builder) ? null : "invalid unicode escape code";
        }

        byte value = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => letter,
            (byte)'b' => 8,
            (byte)'f' => 12,
            (byte)'n' => 10,
            (byte)'r' => 13,
            (byte)'t' => 9,
            _ => 0,
        };
        if (value == 0)
        {
            return "invalid escape code";
        }

        builder.Append(value);
        Position += 2;
        return null;
    }

    private bool ReadUnicode(ref ByteBuilder builder)
    {
        int code = ReadHex(2);
        int length = 6;
        if (code is >= 0xD800 and < 0xE000)
        {
            int low = Peek(6) == '\\' && Peek(7) == 'u' ? ReadHex(8) : -1;
            if (code >= 0xDC00 || low is < 0xDC00 or > 0xDFFF)
            {
                return false;
            }

            code = (((code & 0x3FF) << 10) | (low & 0x3FF)) + 0x10000;
            length = 12;
        }

        if (code < 0)
        {
            return false;
        }

        builder.Advance(new Rune(code).EncodeToUtf8(builder.Reserve(4)));
        Position += length;
        return true;
    }

    /// <summary>Reads four hexadecimal digits; returns -1 if they are not there.</summary>
    private readonly int ReadHex(int offset)
    {
        int code = 0;
        for (int i = 0; i < 4; i++)
        {
            byte digit = Peek(offset + i);
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return -1;
            }

            code = (code << 4) | (char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return code;
    }
}
