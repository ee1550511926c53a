namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>What is known about the way a script will run.</summary>
internal sealed record LintOptions
{
    /// <summary>Whether the script runs with EVAL instead of EVAL_RO, so that it may write. False by default.</summary>
    internal bool MayWrite { get; init; }

    /// <summary>Whether redis_exporter may read the reply, which accepts only strings. False by default.</summary>
    internal bool StringsOnly { get; init; }

    /// <summary>Whether the script runs on a Redis Cluster, where it can use only the keys of its node. False by default.</summary>
    internal bool ForCluster { get; init; }

    /// <summary>The kind of server that runs the script; null, the default, for Redis 7.0 or an unknown server.</summary>
    internal ServerKind? Server { get; init; }

    /// <summary>Whether KEYS has any elements. Null, the default: it does if the script uses KEYS.</summary>
    internal bool? HasKeys { get; init; }

    /// <summary>The script's declarations of the rows that it returns. Null, the default: there are none, and rows are not checked.</summary>
    internal RowDeclarations? Rows { get; init; }
}
