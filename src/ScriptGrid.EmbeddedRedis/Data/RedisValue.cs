namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>What is stored under a key.</summary>
internal abstract class RedisValue
{
    /// <summary>As TYPE says it.</summary>
    internal abstract string Type { get; }

    /// <summary>As OBJECT ENCODING says it.</summary>
    internal abstract string Encoding { get; }

    /// <summary>About what Redis would need for it, without its key.</summary>
    internal abstract long MemoryBytes { get; }

    /// <summary>What of it the database has counted into its total.</summary>
    internal long CountedBytes { get; set; }

    /// <summary>When a command last looked it up, in milliseconds since 1970.</summary>
    internal long LastUsed { get; set; }

    /// <summary>How often it was used up to <see cref="FrequencyAt"/>; see <see cref="KeyUsage"/>.</summary>
    internal byte Frequency { get; set; }

    /// <summary>When its frequency was last set, in minutes since 1970; 0 for never.</summary>
    internal long FrequencyAt { get; set; }

    /// <summary>Whether nothing is left in it, so that its key goes.</summary>
    internal virtual bool IsEmpty => false;

    /// <summary>Whether clients may be blocked until such a value appears.</summary>
    internal virtual bool CanBeAwaited => false;

    internal abstract RedisValue Copy();
}
