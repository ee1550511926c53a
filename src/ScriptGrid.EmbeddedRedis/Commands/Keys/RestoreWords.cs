using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Keys;

/// <summary>The options of RESTORE after the payload.</summary>
internal ref struct RestoreWords
{
    private const int First = 4;
    private const int MaxFrequency = 255;

    internal bool Replace { get; private set; }

    /// <summary>Whether the expiry is a time since 1970, not a duration from now.</summary>
    internal bool IsAbsolute { get; private set; }

    /// <summary>For how long the key counts as unused.</summary>
    internal long? IdleSeconds { get; private set; }

    /// <summary>How often the key counts as used, in the units of OBJECT FREQ.</summary>
    internal byte? Frequency { get; private set; }

    /// <summary>Reads the options. Returns false after an error.</summary>
    internal static bool TryParse(in CommandCall call, out RestoreWords words)
    {
        words = default;
        for (int i = First; i < call.Words.Length; i++)
        {
            if (call.Is(i, "REPLACE"))
            {
                words.Replace = true;
            }
            else if (call.Is(i, "ABSTTL"))
            {
                words.IsAbsolute = true;
            }
            else if (!words.TryTakeUse(call, ref i))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTakeUse(in CommandCall call, ref int index)
    {
        bool hasMore = index + 1 < call.Words.Length;
        if (call.Is(index, "IDLETIME") && hasMore && Frequency is null)
        {
            bool isGood = call.TryInteger(++index, out long idle) && (idle >= 0 || call.Fail("ERR Invalid IDLETIME value, must be >= 0"));
            IdleSeconds = idle;
            return isGood;
        }

        if (call.Is(index, "FREQ") && hasMore && IdleSeconds is null)
        {
            bool isGood = call.TryInteger(++index, out long frequency)
                && (frequency is >= 0 and <= MaxFrequency || call.Fail("ERR Invalid FREQ value, must be >= 0 and <= 255"));
            Frequency = (byte)frequency;
            return isGood;
        }

        return call.Fail(DataErrors.Syntax);
    }
}
