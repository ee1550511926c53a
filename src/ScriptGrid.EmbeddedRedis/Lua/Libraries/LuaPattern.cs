using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The patterns of Lua 5.1. Open choices are on an explicit stack, so that no pattern makes C# recurse.</summary>
internal ref partial struct LuaPattern
{
    internal const int MaxCaptures = 32;

    private const byte Escape = (byte)'%';

    /// <summary>The characters of the source to examine between two charges. Eight of them cost about as much as one step of the interpreter.</summary>
    private const int WorkPerCharge = 8192;

    private const int StepsPerCharge = WorkPerCharge / 8;

    private readonly LuaThread _thread;
    private readonly ReadOnlySpan<byte> _source;
    private readonly ReadOnlySpan<byte> _pattern;
    private readonly Choices _choices;

    /// <summary>The character that a match must begin with; -1 if it is not known.</summary>
    private readonly int _first;

    private Captures _captures;
    private int _open;
    private int _work;

    /// <summary>Creates a matcher. The pattern ends at its first zero byte.</summary>
    internal LuaPattern(LuaThread thread, ReadOnlySpan<byte> source, ReadOnlySpan<byte> pattern)
    {
        _thread = thread;
        _source = source;
        int zero = pattern.IndexOf((byte)0);
        _pattern = zero < 0 ? pattern : pattern[..zero];
        _choices = Choices.OfThread;
        _first = FindFirst(_pattern);
        thread.State.ChargeBytes(pattern.Length);
    }

    /// <summary>The number of captures of the last match.</summary>
    internal int CaptureCount { get; private set; }

    /// <summary>
    /// Whether <paramref name="pattern"/> has no special characters, so that it can be searched for literally. Like C, this stops at the first zero byte.
    /// </summary>
    internal static bool IsPlain(ReadOnlySpan<byte> pattern)
    {
        int zero = pattern.IndexOf((byte)0);
        return (zero < 0 ? pattern : pattern[..zero]).IndexOfAny(Specials) < 0;
    }

    /// <summary>Returns the first position from <paramref name="start"/> on where a match can begin; -1 if there is none. Not for anchored patterns.</summary>
    internal int NextStart(int start)
    {
        if (_first < 0)
        {
            return start;
        }

        int skipped = _source[start..].IndexOf((byte)_first);
        Work(1 + ((skipped < 0 ? _source.Length - start : skipped) / 64));
        return skipped < 0 ? -1 : start + skipped;
    }

    /// <summary>Matches the pattern from <paramref name="patternStart"/> on against the source at <paramref name="start"/>.</summary>
    /// <returns>The end of the match; -1 if there is no match.</returns>
    internal int Match(int start, int patternStart)
    {
        CaptureCount = 0;
        _open = 0;
        int source = start;
        int pattern = patternStart;
        while (true)
        {
            Outcome outcome = Step(ref source, ref pattern);
            if (outcome == Outcome.Matched)
            {
                _choices.Trim();
                return source;
            }

            if (outcome == Outcome.Failed && !Retry(ref source, ref pattern))
            {
                _choices.Trim();
                return -1;
            }
        }
    }

    /// <summary>Matches one item of the pattern and moves both positions past it.</summary>
    private Outcome Step(ref int source, ref int pattern)
    {
        if (pattern == _pattern.Length)
        {
            return Outcome.Matched;
        }

        byte next = pattern + 1 < _pattern.Length ? _pattern[pattern + 1] : (byte)0;
        switch (_pattern[pattern])
        {
            case (byte)'(':
                StartCapture(source, next == ')');
                pattern += next == ')' ? 2 : 1;
                return Outcome.Goes;
            case (byte)')':
                EndCapture(source);
                pattern++;
                return Outcome.Goes;
            case (byte)'$' when pattern + 1 == _pattern.Length:
                return source == _source.Length ? Outcome.Matched : Outcome.Failed;
            case Escape when next == 'b':
                return Balance(ref source, ref pattern);
            case Escape when next == 'f':
                return Frontier(source, ref pattern);
            case Escape when char.IsAsciiDigit((char)next):
                return BackReference(ref source, ref pattern, next);
            default:
                return Single(ref source, ref pattern);
        }
    }

    private Outcome Single(ref int source, ref int pattern)
    {
        int end = ClassEnd(pattern);
        byte repetition = end < _pattern.Length ? _pattern[end] : (byte)0;
        switch (repetition)
        {
            case (byte)'*' or (byte)'+':
                return Expand(ref source, ref pattern, end, repetition == '+' ? 1 : 0);
            case (byte)'-':
                Push(new Choice(ChoiceKind.OneMore, source, pattern, end));
                pattern = end + 1;
                return Outcome.Goes;
        }

        Work(end - pattern);
        bool matches = source < _source.Length && IsSingle(_source[source], pattern, end);
        if (repetition == '?')
        {
            if (matches)
            {
                Push(new Choice(ChoiceKind.Resume, source, end + 1, 0));
                source++;
            }

            pattern = end + 1;
            return Outcome.Goes;
        }

        source++;
        pattern = end;
        return matches ? Outcome.Goes : Outcome.Failed;
    }

    /// <summary>Takes as many characters as match. They are given back one by one if the rest of the pattern fails.</summary>
    private Outcome Expand(ref int source, ref int pattern, int end, int least)
    {
        int first = source + least;
        int last = source;
        var run = _source[source..];
        if (end == pattern + 1 && _pattern[pattern] == '.')
        {
            last = _source.Length;
        }
        else if (end == pattern + 1 && _pattern[pattern] != '[')
        {
            int other = run.IndexOfAnyExcept(_pattern[pattern]);
            last += other < 0 ? run.Length : other;
        }
        else
        {
            while (last < _source.Length && IsSingle(_source[last], pattern, end))
            {
                last++;
                Work(end - pattern);
            }
        }

        Work(end - pattern + ((last - source) / 16));
        if (last < first)
        {
            return Outcome.Failed;
        }

        if (last > first)
        {
            Push(new Choice(ChoiceKind.OneLess, last, end + 1, first));
        }

        source = last;
        pattern = end + 1;
        return Outcome.Goes;
    }

    /// <summary>Continues with the latest open choice, and undoes captures on the way to it.</summary>
    private bool Retry(ref int source, ref int pattern)
    {
        while (_open > 0)
        {
            ref Choice choice = ref _choices.Open[_open - 1];
            Work(choice.Kind == ChoiceKind.OneMore ? choice.Extra - choice.Pattern : 1);
            switch (choice.Kind)
            {
                case ChoiceKind.OneLess:
                    source = --choice.Source;
                    pattern = choice.Pattern;
                    _open -= source == choice.Extra ? 1 : 0;
                    return true;
                case ChoiceKind.OneMore when choice.Source < _source.Length && IsSingle(_source[choice.Source], choice.Pattern, choice.Extra):
                    source = ++choice.Source;
                    pattern = choice.Extra + 1;
                    return true;
                case ChoiceKind.Resume:
                    source = choice.Source;
                    pattern = choice.Pattern;
                    _open--;
                    return true;
                case ChoiceKind.DropCapture:
                    CaptureCount--;
                    break;
                case ChoiceKind.ReopenCapture:
                    _captures[choice.Extra].Length = Capture.Unfinished;
                    break;
            }

            _open--;
        }

        return false;
    }

    private void Push(Choice choice)
    {
        if (_open == _choices.Open.Length)
        {
            _thread.State.ChargeHeap(_choices.Open.Length * 2L * System.Runtime.CompilerServices.Unsafe.SizeOf<Choice>());
            _choices.Grow();
        }

        _choices.Open[_open++] = choice;
    }

    /// <summary>Charges the script for examined characters.</summary>
    private void Work(int amount)
    {
        _work += amount;
        if (_work >= WorkPerCharge)
        {
            _thread.State.Charge(Math.Max(StepsPerCharge, _work / 8));
            _work = 0;
        }
    }
}
