namespace ScriptGrid.EmbeddedRedis;

/// <summary>The exception that is thrown when the embedded Redis cannot do what it was asked to do.</summary>
public sealed class EmbeddedRedisException : Exception
{
    /// <summary>Creates an exception without a message of its own.</summary>
    public EmbeddedRedisException()
    {
    }

    /// <summary>Creates an exception with a message that says what is wrong.</summary>
    public EmbeddedRedisException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message that says what is wrong and the exception that caused it.</summary>
    public EmbeddedRedisException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
