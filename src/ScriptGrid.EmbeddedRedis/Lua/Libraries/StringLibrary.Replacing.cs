using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary><c>string.gsub</c>.</summary>
internal static partial class StringLibrary
{
    private static int GSub(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        LuaString pattern = arguments.CheckString(1);
        LuaValue replacement = arguments[2];
        int most = arguments.OptionalInt(3, int.MaxValue);
        if (replacement.Type is not (LuaType.Number or LuaType.String or LuaType.Table or LuaType.Function))
        {
            throw arguments.Bad(2, "string/function/table expected");
        }

        if (replacement.IsNumber)
        {
            replacement = LuaNumber.ToLuaString(replacement.Number);
        }

        return Substitute(arguments, text, pattern, replacement, most);
    }

    private static int Substitute(Arguments arguments, LuaString text, LuaString pattern, LuaValue replacement, int most)
    {
        bool isAnchored = pattern.Length > 0 && pattern.Span[0] == '^';
        var matcher = new LuaPattern(arguments.Thread, text.Span, pattern.Span);
        var builder = new ByteBuilder(arguments.State, stackalloc byte[256]);
        int at = 0;
        int count = 0;
        while (count < most)
        {
            if (!isAnchored)
            {
                int next = matcher.NextStart(at);
                builder.Append(text.Span[at..Math.Max(at, next)]);
                if (next < 0)
                {
                    break;
                }

                at = next;
            }

            int end = matcher.Match(at, isAnchored ? 1 : 0);
            if (end >= 0)
            {
                count++;
                Replace(arguments, in matcher, text, at, end, replacement, ref builder);
            }

            if (end > at)
            {
                at = end;
            }
            else if (at < text.Length)
            {
                builder.Append(text.Span[at++]);
            }
            else
            {
                break;
            }

            if (isAnchored)
            {
                break;
            }
        }

        if (count == 0)
        {
            builder.Release();
            return arguments.Return(text, 0);
        }

        builder.Append(text.Span[at..]);
        return arguments.Return(builder.Finish(), count);
    }

    private static void Replace(
        Arguments arguments, in LuaPattern matcher, LuaString text, int start, int end, LuaValue replacement, ref ByteBuilder builder)
    {
        LuaValue value;
        if (replacement.AsString is { } template)
        {
            arguments.State.ChargeBytes(template.Length);
            Expand(in matcher, template.Span, start, end, ref builder);
            return;
        }

        if (replacement.AsTable is { } table)
        {
            value = arguments.Thread.Index(table, matcher.Value(0, start, end));
        }
        else
        {
            value = CallReplacement(arguments, in matcher, start, end, replacement);
        }

        if (value.AsString is { } result)
        {
            builder.Append(result.Span);
        }
        else if (value.IsNumber)
        {
            builder.Append(value.Number);
        }
        else if (!value.IsTruthy)
        {
            builder.Append(text.Span[start..end]);
        }
        else
        {
            throw arguments.Error($"invalid replacement value (a {LibraryTable.TypeName(value)})");
        }
    }

    private static LuaValue CallReplacement(Arguments arguments, in LuaPattern matcher, int start, int end, LuaValue function)
    {
        if (matcher.CaptureCount <= 1)
        {
            return arguments.Thread.Call(function, matcher.Value(0, start, end));
        }

        var values = new Values();
        int count = matcher.Values(start, end, orWhole: true, values);
        return arguments.Thread.Call(function, values[..count]);
    }

    /// <summary>Appends a replacement in which <c>%0</c> to <c>%9</c> stand for captures. As in C, a zero byte follows a <c>%</c> at the end.</summary>
    private static void Expand(in LuaPattern matcher, ReadOnlySpan<byte> template, int start, int end, ref ByteBuilder builder)
    {
        while (true)
        {
            int escape = template.IndexOf((byte)'%');
            if (escape < 0)
            {
                builder.Append(template);
                return;
            }

            builder.Append(template[..escape]);
            byte next = escape + 1 < template.Length ? template[escape + 1] : (byte)0;
            if (next is >= (byte)'1' and <= (byte)'9')
            {
                matcher.AppendTo(ref builder, next - '1', start, end);
            }
            else if (next == '0')
            {
                matcher.AppendWhole(ref builder, start, end);
            }
            else
            {
                builder.Append(next);
            }

            template = template[Math.Min(escape + 2, template.Length)..];
        }
    }
}
