using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The functions that match patterns.</summary>
internal static partial class StringLibrary
{
    /// <summary>Bytes that a plain search passes in one step's time.</summary>
    private const int PlainBytesPerStep = 256;

    private const int FewCaptures = 4;

    /// <summary>Both <c>find</c> and <c>match</c>.</summary>
    private static int Find(Arguments arguments, bool wantsPosition)
    {
        LuaString text = arguments.CheckString(0);
        LuaString pattern = arguments.CheckString(1);
        int start = (int)Math.Clamp(Position(arguments.OptionalInteger(2, 1), text.Length) - 1, 0, text.Length);
        if (wantsPosition && (arguments[3].IsTruthy || LuaPattern.IsPlain(pattern.Span)))
        {
            return FindPlain(arguments, text, pattern, start);
        }

        bool isAnchored = pattern.Length > 0 && pattern.Span[0] == '^';
        var matcher = new LuaPattern(arguments.Thread, text.Span, pattern.Span);
        for (int at = start; at <= text.Length && (isAnchored || (at = matcher.NextStart(at)) >= 0); at++)
        {
            int end = matcher.Match(at, isAnchored ? 1 : 0);
            if (end >= 0)
            {
                return ReturnMatch(arguments, in matcher, at, end, wantsPosition);
            }

            if (isAnchored)
            {
                break;
            }
        }

        return arguments.Return(LuaValue.Nil);
    }

    private static int FindPlain(Arguments arguments, LuaString text, LuaString pattern, int start)
    {
        int found = text.Span[start..].IndexOf(pattern.Span);
        int passed = found < 0 ? text.Length - start : found;
        if (passed >= PlainBytesPerStep)
        {
            arguments.State.Charge(passed / PlainBytesPerStep);
        }

        return found < 0 ? arguments.Return(LuaValue.Nil) : arguments.Return(start + found + 1, start + found + pattern.Length);
    }

    private static int ReturnMatch(Arguments arguments, in LuaPattern matcher, int start, int end, bool wantsPosition)
    {
        if (matcher.CaptureCount == 0)
        {
            return wantsPosition ? arguments.Return(start + 1, end) : arguments.Return(matcher.Value(0, start, end));
        }

        if (matcher.CaptureCount <= FewCaptures)
        {
            var few = new FewValues();
            return Return(arguments, in matcher, start, end, wantsPosition, few);
        }

        var values = new Values();
        return Return(arguments, in matcher, start, end, wantsPosition, values);
    }

    private static int Return(Arguments arguments, in LuaPattern matcher, int start, int end, bool wantsPosition, Span<LuaValue> values)
    {
        values[0] = start + 1;
        values[1] = end;
        int count = matcher.Values(start, end, orWhole: false, values[2..]);
        return arguments.Return(values[(wantsPosition ? 0 : 2)..(count + 2)]);
    }

    private static int GMatch(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        LuaString pattern = arguments.CheckString(1);
        int start = 0;
        int Next(Arguments call)
        {
            var matcher = new LuaPattern(call.Thread, text.Span, pattern.Span);
            for (int at = start; at <= text.Length && (at = matcher.NextStart(at)) >= 0; at++)
            {
                int end = matcher.Match(at, 0);
                if (end >= 0)
                {
                    start = end == at ? end + 1 : end;
                    return ReturnMatch(call, in matcher, at, end, wantsPosition: false);
                }
            }

            return call.Return();
        }

        return arguments.Return(new NativeFunction("for iterator", Next));
    }

    private static int GSub(Arguments arguments)
    {
        LuaString text = arguments.CheckString(0);
        LuaString pattern = arguments.CheckString(1);
        LuaValue replacement = arguments[2];
        if (replacement.Type is not (LuaType.Number or LuaType.String or LuaType.Table or LuaType.Function))
        {
            throw arguments.Bad(2, "string/function/table expected");
        }

        if (replacement.IsNumber)
        {
            replacement = LuaNumber.ToLuaString(replacement.Number);
        }

        int most = arguments.OptionalInt(3, text.Length + 1);
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

    /// <summary>Appends a replacement in which <c>%0</c> to <c>%9</c> stand for captures; behind a last <c>%</c> stands, as in C, a zero byte.</summary>
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

    /// <summary>Two positions and as many captures as most patterns have.</summary>
    [System.Runtime.CompilerServices.InlineArray(FewCaptures + 2)]
    private struct FewValues
    {
        private LuaValue _first;
    }

    /// <summary>Two positions and all captures that a match can have.</summary>
    [System.Runtime.CompilerServices.InlineArray(LuaPattern.MaxCaptures + 2)]
    private struct Values
    {
        private LuaValue _first;
    }
}
