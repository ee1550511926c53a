using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The functions that match patterns.</summary>
internal static partial class StringLibrary
{
    /// <summary>The bytes that a plain search passes in the time of one step.</summary>
    private const int PlainBytesPerStep = 256;

    /// <summary>
    /// The most byte comparisons between two charges of a plain search. If the beginning of the pattern matches everywhere, each position may need as many
    /// comparisons as the pattern has bytes.
    /// </summary>
    private const int ComparisonsPerWindow = 1 << 22;

    private const int FewCaptures = 4;

    /// <summary>Implements both <c>find</c> and <c>match</c>.</summary>
    private static int Find(Arguments arguments, bool wantsPosition)
    {
        LuaString text = arguments.CheckString(0);
        LuaString pattern = arguments.CheckString(1);
        arguments.State.ChargeBytes(pattern.Length);
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
        int window = Math.Max(PlainBytesPerStep, ComparisonsPerWindow / Math.Max(1, pattern.Length));
        for (int at = start; text.Length - at >= pattern.Length; at += window)
        {
            ReadOnlySpan<byte> stretch = text.Span.Slice(at, (int)Math.Min(text.Length - at, (long)window + pattern.Length - 1));
            int found = stretch.IndexOf(pattern.Span);
            if (found >= 0)
            {
                arguments.State.ChargeBytes(found + (long)pattern.Length);
                return arguments.Return(at + found + 1, at + found + pattern.Length);
            }

            arguments.State.Charge(1 + (stretch.Length / PlainBytesPerStep));
            if (window >= text.Length - at)
            {
                break;
            }
        }

        return arguments.Return(LuaValue.Nil);
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

        return arguments.Return(new NativeFunction("for iterator", Next) { Kept = [text, pattern] });
    }

    /// <summary>Room for two positions and for as many captures as most patterns have.</summary>
    [System.Runtime.CompilerServices.InlineArray(FewCaptures + 2)]
    private struct FewValues
    {
        private LuaValue _first;
    }

    /// <summary>Room for two positions and for all captures that a match can have.</summary>
    [System.Runtime.CompilerServices.InlineArray(LuaPattern.MaxCaptures + 2)]
    private struct Values
    {
        private LuaValue _first;
    }
}
