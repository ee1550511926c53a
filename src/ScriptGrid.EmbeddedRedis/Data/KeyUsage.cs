namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>
/// Notes when keys are used and, if a policy needs it, how often. The frequency is a counter that uses raise with a certain probability and that time lowers.
/// </summary>
internal sealed class KeyUsage(ServerClock clock, Random random)
{
    private const byte InitialFrequency = 5;
    private const int MillisecondsPerMinute = 60_000;

    /// <summary>Whether frequencies are counted, which only the LFU policies need.</summary>
    internal bool CountsFrequency { get; set; }

    /// <summary>The minutes without use that lower a frequency by one; 0 if time does not lower it.</summary>
    internal long DecayMinutes { get; set; } = 1;

    /// <summary>How strongly a high frequency lowers the probability that another use counts.</summary>
    internal long LogFactor { get; set; } = 10;

    /// <summary>Notes that a value was stored under a key, in place of another one or under a new key.</summary>
    internal void Begin(RedisValue value, RedisValue? old)
    {
        value.LastUsed = clock.Milliseconds;
        if (!CountsFrequency)
        {
            return;
        }

        if (old is not null)
        {
            Count(old);
            (value.Frequency, value.FrequencyAt) = (old.Frequency, old.FrequencyAt);
        }
        else if (value.FrequencyAt == 0)
        {
            (value.Frequency, value.FrequencyAt) = (InitialFrequency, Minute());
        }
    }

    /// <summary>Notes that a command accessed a value.</summary>
    internal void Touch(RedisValue value)
    {
        value.LastUsed = clock.Milliseconds;
        if (CountsFrequency)
        {
            Count(value);
        }
    }

    /// <summary>Takes over a value's idle time or frequency from another server: the frequency if frequencies are counted, otherwise the idle time.</summary>
    internal void Resume(RedisValue value, long? idleSeconds, byte? frequency)
    {
        if (CountsFrequency)
        {
            (value.Frequency, value.FrequencyAt) = (frequency ?? value.Frequency, Minute());
        }
        else if (idleSeconds is { } seconds)
        {
            value.LastUsed = clock.Milliseconds - (seconds * 1000);
        }
    }

    /// <summary>Returns how often a value is used, from 0 to 255, on a logarithmic scale.</summary>
    internal byte FrequencyOf(RedisValue value)
    {
        long periods = DecayMinutes == 0 ? 0 : (Minute() - value.FrequencyAt) / DecayMinutes;
        return (byte)Math.Max(0, value.Frequency - periods);
    }

    private void Count(RedisValue value)
    {
        byte frequency = FrequencyOf(value);
        double chance = 1.0 / ((Math.Max(0, frequency - InitialFrequency) * LogFactor) + 1);
        bool isRaised = frequency < byte.MaxValue && random.NextDouble() < chance;
        (value.Frequency, value.FrequencyAt) = ((byte)(isRaised ? frequency + 1 : frequency), Minute());
    }

    private long Minute() => clock.Milliseconds / MillisecondsPerMinute;
}
