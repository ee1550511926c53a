using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>Captures: how a match creates them, and their values after it.</summary>
internal ref partial struct LuaPattern
{
    /// <summary>
    /// Gets the values of all captures. If there are none and <paramref name="orWhole"/> is true, gets the whole match. Returns their number.
    /// </summary>
    internal readonly int Values(int start, int end, bool orWhole, Span<LuaValue> values)
    {
        int count = CaptureCount == 0 && orWhole ? 1 : CaptureCount;
        for (int i = 0; i < count; i++)
        {
            values[i] = Value(i, start, end);
        }

        return count;
    }

    /// <summary>Returns the value of one capture. If there are no captures, the first is the whole match.</summary>
    internal readonly LuaValue Value(int index, int start, int end)
    {
        Capture capture = Find(index, start, end);
        if (capture.Length == Capture.Position)
        {
            return capture.Start + 1;
        }

        _thread.State.ChargeMemory(capture.Length);
        return new LuaString(_source.Slice(capture.Start, capture.Length));
    }

    /// <summary>Appends the text of one capture.</summary>
    internal readonly void AppendTo(ref ByteBuilder builder, int index, int start, int end)
    {
        Capture capture = Find(index, start, end);
        if (capture.Length == Capture.Position)
        {
            builder.Append((double)capture.Start + 1);
        }
        else
        {
            builder.Append(_source.Slice(capture.Start, capture.Length));
        }
    }

    /// <summary>Appends the text of the whole match.</summary>
    internal readonly void AppendWhole(ref ByteBuilder builder, int start, int end) => builder.Append(_source[start..end]);

    private readonly Capture Find(int index, int start, int end)
    {
        if (index >= CaptureCount)
        {
            return index == 0 ? new Capture(start, end - start) : throw _thread.Error("invalid capture index");
        }

        Capture capture = _captures[index];
        return capture.Length == Capture.Unfinished ? throw _thread.Error("unfinished capture") : capture;
    }

    private void StartCapture(int source, bool isPosition)
    {
        if (CaptureCount >= MaxCaptures)
        {
            throw _thread.Error("too many captures");
        }

        _captures[CaptureCount++] = new Capture(source, isPosition ? Capture.Position : Capture.Unfinished);
        Push(new Choice(ChoiceKind.DropCapture, 0, 0, 0));
    }

    private void EndCapture(int source)
    {
        int index = CaptureCount - 1;
        while (index >= 0 && _captures[index].Length != Capture.Unfinished)
        {
            index--;
        }

        if (index < 0)
        {
            throw _thread.Error("invalid pattern capture");
        }

        _captures[index].Length = source - _captures[index].Start;
        Push(new Choice(ChoiceKind.ReopenCapture, 0, 0, index));
    }

    /// <summary>Matches <c>%1</c> to <c>%9</c>: the text of an earlier capture again.</summary>
    private Outcome BackReference(ref int source, ref int pattern, byte digit)
    {
        int index = digit - '1';
        if (index < 0 || index >= CaptureCount || _captures[index].Length == Capture.Unfinished)
        {
            throw _thread.Error("invalid capture index");
        }

        // In C, the length of a position capture is so large that it never matches.
        Capture capture = _captures[index];
        Work(1 + (Math.Max(0, capture.Length) / 16));
        if (capture.Length == Capture.Position || !_source[source..].StartsWith(_source.Slice(capture.Start, capture.Length)))
        {
            return Outcome.Failed;
        }

        source += capture.Length;
        pattern += 2;
        return Outcome.Goes;
    }
}
