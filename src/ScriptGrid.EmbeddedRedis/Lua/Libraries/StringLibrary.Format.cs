using System.Buffers.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary><c>string.format</c>.</summary>
internal static partial class StringLibrary
{
    /// <summary>Strings of at least this length are inserted whole. As in C, shorter ones end at a zero byte.</summary>
    private const int LongString = 100;

    private const int MaxFlags = 5;

    private static int Format(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        ReadOnlySpan<byte> format = text.Span;
        arguments.State.ChargeBytes(16L * format.Length);
        var builder = new ByteBuilder(arguments.State, stackalloc byte[256]);
        int argument = 0;
        while (true)
        {
            int escape = format.IndexOf((byte)'%');
            if (escape < 0)
            {
                builder.Append(format);
                return arguments.Return(builder.Length == text.Length && argument == 0 && builder.Written.SequenceEqual(text.Span) ? text : builder.Finish());
            }

            builder.Append(format[..escape]);
            format = format[(escape + 1)..];
            if (!format.IsEmpty && format[0] == '%')
            {
                builder.Append((byte)'%');
                format = format[1..];
                continue;
            }

            if (++argument >= arguments.Count)
            {
                throw arguments.Bad(argument, "no value");
            }

            format = format[Convert(arguments, argument, format, ref builder)..];
        }
    }

    /// <summary>Formats one argument.</summary>
    /// <returns>The length of its conversion in the format.</returns>
    private static int Convert(Arguments arguments, int index, scoped ReadOnlySpan<byte> format, ref ByteBuilder builder)
    {
        if (!format.IsEmpty && format[0] == 'd' && arguments[index].IsNumber)
        {
            Utf8Formatter.TryFormat(Arguments.ToInteger(arguments[index].Number), builder.Reserve(32), out int written);
            builder.Advance(written);
            return 1;
        }

        PrintfSpec spec = ReadSpec(arguments, format, out int length);
        byte letter = (byte)spec.Conversion;
        switch (letter)
        {
            case (byte)'c':
                byte character = (byte)CNumber.ToInt(arguments.CheckNumber(index));
                AppendPadded(spec, character == 0 ? [] : [character], character == 0 ? 1 : 0, ref builder);
                break;
            case (byte)'d' or (byte)'i':
                builder.Advance(PrintfNumber.Format(spec, arguments.CheckInteger(index), builder.Reserve(PrintfNumber.MaxLength)));
                break;
            case (byte)'o' or (byte)'u' or (byte)'x' or (byte)'X':
                builder.Advance(PrintfNumber.Format(spec, CNumber.ToUnsigned(arguments.CheckNumber(index)), builder.Reserve(PrintfNumber.MaxLength)));
                break;
            case (byte)'e' or (byte)'E' or (byte)'f' or (byte)'g' or (byte)'G':
                builder.Advance(PrintfNumber.Format(spec, arguments.CheckNumber(index), builder.Reserve(PrintfNumber.MaxLength)));
                break;
            case (byte)'q':
                AppendQuoted(arguments.CheckString(index).Span, ref builder);
                break;
            case (byte)'s':
                AppendString(spec, arguments, index, ref builder);
                break;
            default:
                throw arguments.Error($"invalid option '%{(letter == 0 ? string.Empty : (char)letter)}' to 'format'");
        }

        return length;
    }

    /// <summary>Reads flags, width, precision and the letter of the conversion, which is 0 if the format ends before it.</summary>
    private static PrintfSpec ReadSpec(Arguments arguments, scoped ReadOnlySpan<byte> format, out int length)
    {
        var spec = default(PrintfSpec) with { Precision = -1 };
        int at = 0;
        while (at < format.Length && spec.TrySetFlag(format[at]))
        {
            at++;
        }

        if (at > MaxFlags)
        {
            throw arguments.Error("invalid format (repeated flags)");
        }

        spec.Width = ReadTwoDigits(format, ref at);
        if (at < format.Length && format[at] == '.')
        {
            at++;
            spec.Precision = ReadTwoDigits(format, ref at);
        }

        if (at < format.Length && char.IsAsciiDigit((char)format[at]))
        {
            throw arguments.Error("invalid format (width or precision too long)");
        }

        spec.Conversion = at < format.Length ? (char)format[at] : '\0';
        length = Math.Min(at + 1, format.Length);
        return spec;
    }

    private static int ReadTwoDigits(ReadOnlySpan<byte> format, ref int at)
    {
        int value = 0;
        for (int i = 0; i < 2 && at < format.Length && char.IsAsciiDigit((char)format[at]); i++)
        {
            value = (value * 10) + format[at++] - '0';
        }

        return value;
    }

    private static void AppendString(in PrintfSpec spec, Arguments arguments, int index, ref ByteBuilder builder)
    {
        LuaValue value = arguments[index];
        if (value.IsNumber && spec is { Width: 0, Precision: < 0 })
        {
            builder.Append(value.Number);
            return;
        }

        ReadOnlySpan<byte> text = arguments.CheckString(index).Span;
        if (text.Length < LongString || spec.Precision >= 0)
        {
            arguments.State.ChargeBytes(text.Length);
            int zero = text.IndexOf((byte)0);
            text = zero < 0 ? text : text[..zero];
            text = spec.Precision >= 0 && spec.Precision < text.Length ? text[..spec.Precision] : text;
            AppendPadded(spec, text, 0, ref builder);
        }
        else
        {
            builder.Append(text);
        }
    }

    /// <summary>
    /// Appends a text padded with blanks up to the width. <paramref name="hidden"/> characters count towards the width although they are not appended.
    /// </summary>
    private static void AppendPadded(in PrintfSpec spec, scoped ReadOnlySpan<byte> text, int hidden, ref ByteBuilder builder)
    {
        int padding = Math.Max(0, spec.Width - text.Length - hidden);
        if (spec.LeftAligned)
        {
            // In C, the padding after a zero byte is lost.
            builder.Append(text);
            padding = hidden > 0 ? 0 : padding;
        }

        builder.Reserve(padding)[..padding].Fill((byte)' ');
        builder.Advance(padding);
        builder.Append(spec.LeftAligned ? [] : text);
    }

    private static void AppendQuoted(ReadOnlySpan<byte> text, ref ByteBuilder builder)
    {
        builder.Append((byte)'"');
        foreach (byte character in text)
        {
            switch (character)
            {
                case (byte)'"' or (byte)'\\' or (byte)'\n':
                    builder.Append((byte)'\\');
                    builder.Append(character);
                    break;
                case (byte)'\r':
                    builder.Append("\\r"u8);
                    break;
                case 0:
                    builder.Append("\\000"u8);
                    break;
                default:
                    builder.Append(character);
                    break;
            }
        }

        builder.Append((byte)'"');
    }
}
