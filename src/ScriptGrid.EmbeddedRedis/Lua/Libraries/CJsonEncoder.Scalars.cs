using System.Buffers;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Numbers and strings.</summary>
internal ref partial struct CJsonEncoder
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\', (byte)'/', 127]);

    private void Append(double number)
    {
        if (!double.IsFinite(number))
        {
            if (_settings.EncodeInvalidNumbers == CJsonInvalidNumbers.Off)
            {
                throw Refusal(number, "must not be NaN or Inf");
            }

            if (double.IsNaN(number) || _settings.EncodeInvalidNumbers == CJsonInvalidNumbers.Null)
            {
                _builder.Append(_settings.EncodeInvalidNumbers == CJsonInvalidNumbers.Null ? "null"u8 : "nan"u8);
                return;
            }
        }

        Span<byte> text = _builder.Reserve(LuaNumber.MaxLength);
        _builder.Advance(_settings.NumberPrecision == LuaNumber.DefaultPrecision
            ? LuaNumber.Format(number, text)
            : PrintfNumber.FormatGeneral(number, _settings.NumberPrecision, text));
    }

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        _builder.Append((byte)'"');
        while (true)
        {
            int plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                break;
            }

            _builder.Append(text[..plain]);
            AppendEscaped(text[plain]);
            text = text[(plain + 1)..];
        }

        _builder.Append(text);
        _builder.Append((byte)'"');
    }

    private void AppendEscaped(byte character)
    {
        byte letter = character switch
        {
            8 => (byte)'b',
            9 => (byte)'t',
            10 => (byte)'n',
            12 => (byte)'f',
            13 => (byte)'r',
            (byte)'"' or (byte)'\\' or (byte)'/' => character,
            _ => 0,
        };
        _builder.Append((byte)'\\');
        if (letter != 0)
        {
            _builder.Append(letter);
            return;
        }

        _builder.Append("u00"u8);
        _builder.Append("0123456789abcdef"u8[character >> 4]);
        _builder.Append("0123456789abcdef"u8[character & 15]);
    }
}
