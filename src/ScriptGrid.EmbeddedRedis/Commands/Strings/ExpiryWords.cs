using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>The options of SET and GETEX after their key and value.</summary>
internal ref struct ExpiryWords
{
    internal bool IfMissing { get; private set; }

    internal bool IfPresent { get; private set; }

    internal bool Get { get; private set; }

    internal bool KeepExpiry { get; private set; }

    internal bool Persist { get; private set; }

    internal readonly bool IsSet => Amount >= 0;

    internal bool IsAbsolute { get; private set; }

    private bool InSeconds { get; set; }

    // The index of the word after EX, PX, EXAT or PXAT; -1 if there is none.
    private int Amount { get; set; }

    /// <summary>Reads the options from a word on. Returns false after a syntax error.</summary>
    internal static bool TryParse(in CommandCall call, int from, bool forSet, out ExpiryWords words)
    {
        words = new ExpiryWords { Amount = -1 };
        for (int i = from; i < call.Words.Length; i++)
        {
            if (!(forSet && words.TakeSetWord(call, i)) && !words.TakeExpiry(call, ref i, forSet))
            {
                return call.Fail(DataErrors.Syntax);
            }
        }

        return true;
    }

    /// <summary>Gets the given time, in milliseconds since 1970. Returns false after an error if it is not an integer or not a valid time.</summary>
    internal readonly bool TryTime(in CommandCall call, out long milliseconds)
    {
        milliseconds = 0;
        return !IsSet || TryTime(call, Amount, InSeconds, IsAbsolute, out milliseconds);
    }

    /// <summary>Reads a time from a word, in milliseconds since 1970. Returns false after an error if it is not an integer or not a valid time.</summary>
    internal static bool TryTime(in CommandCall call, int index, bool inSeconds, bool isAbsolute, out long milliseconds)
    {
        if (!call.TryInteger(index, out milliseconds))
        {
            return false;
        }

        long origin = isAbsolute ? 0 : call.Clock.Milliseconds;
        if (milliseconds <= 0 || milliseconds > (long.MaxValue / (inSeconds ? 1000 : 1)) || (milliseconds * (inSeconds ? 1000 : 1)) > long.MaxValue - origin)
        {
            return call.Fail(DataErrors.InvalidExpiry(call.Name()));
        }

        milliseconds = (milliseconds * (inSeconds ? 1000 : 1)) + origin;
        return true;
    }

    private bool TakeSetWord(in CommandCall call, int index)
    {
        if (call.Is(index, "NX") && !IfPresent)
        {
            return IfMissing = true;
        }

        if (call.Is(index, "XX") && !IfMissing)
        {
            return IfPresent = true;
        }

        if (call.Is(index, "GET"))
        {
            return Get = true;
        }

        return call.Is(index, "KEEPTTL") && !IsSet && (KeepExpiry = true);
    }

    private bool TakeExpiry(in CommandCall call, ref int index, bool forSet)
    {
        if (!forSet && call.Is(index, "PERSIST") && !IsSet)
        {
            return Persist = true;
        }

        bool absoluteSeconds = call.Is(index, "EXAT");
        bool absolute = absoluteSeconds || call.Is(index, "PXAT");
        bool seconds = absoluteSeconds || call.Is(index, "EX");
        bool known = absolute || seconds || call.Is(index, "PX");

        // The same word may be repeated. The last one counts.
        bool another = IsSet && (absolute != IsAbsolute || seconds != InSeconds);
        if (!known || another || KeepExpiry || Persist || index + 1 >= call.Words.Length)
        {
            return false;
        }

        (InSeconds, IsAbsolute, Amount) = (seconds, absolute, ++index);
        return true;
    }
}
