namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>What is known of how a script will run.</summary>
internal sealed record LintOptions
{
    /// <summary>The script runs by EVAL, not EVAL_RO, so that it may write. Default: no.</summary>
    internal bool MayWrite { get; init; }

    /// <summary>redis_exporter may judge the reply, which takes strings alone. Default: no.</summary>
    internal bool StringsOnly { get; init; }

    /// <summary>The script runs on a Redis Cluster, where it reaches only the keys of its node. Default: no.</summary>
    internal bool ForCluster { get; init; }

    /// <summary>The kind of server that it runs on. Default: Redis 7.0, or one that is not known.</summary>
    internal ServerKind? Server { get; init; }

    /// <summary>Whether KEYS holds anything. Default: it does where the script looks at it.</summary>
    internal bool? HasKeys { get; init; }

    /// <summary>What the script has declared of the rows that it returns. Default: nothing, and rows are not looked at.</summary>
    internal RowDeclarations? Rows { get; init; }
}
