namespace ScriptGrid.EmbeddedRedis;

/// <summary>The embedded Redis cannot do what it was asked to.</summary>
public sealed class EmbeddedRedisException : Exception
{
    /// <summary>Creates one without a message.</summary>
    public EmbeddedRedisException()
    {
    }

    /// <summary>Creates one that says what is wrong.</summary>
    public EmbeddedRedisException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one that says what is wrong and why.</summary>
    public EmbeddedRedisException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
