namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>The value of a key.</summary>
internal abstract class RedisValue
{
    /// <summary>The type, as TYPE returns it.</summary>
    internal abstract string Type { get; }

    /// <summary>The encoding, as OBJECT ENCODING returns it.</summary>
    internal abstract string Encoding { get; }

    /// <summary>An estimate of the memory that Redis would need for the value, without its key.</summary>
    internal abstract long MemoryBytes { get; }

    /// <summary>The bytes that the database's total includes for this value.</summary>
    internal long CountedBytes { get; set; }

    /// <summary>When a command last accessed the value, in milliseconds since 1970.</summary>
    internal long LastUsed { get; set; }

    /// <summary>How often the value was used until <see cref="FrequencyAt"/>; see <see cref="KeyUsage"/>.</summary>
    internal byte Frequency { get; set; }

    /// <summary>When the frequency was last set, in minutes since 1970; 0 if it never was.</summary>
    internal long FrequencyAt { get; set; }

    /// <summary>Whether nothing is left in the value, so that its key must be removed.</summary>
    internal virtual bool IsEmpty => false;

    /// <summary>Whether clients can block until such a value appears.</summary>
    internal virtual bool CanBeAwaited => false;

    internal abstract RedisValue Copy();
}
