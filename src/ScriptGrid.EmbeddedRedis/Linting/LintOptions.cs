namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>What is known of how a script will run.</summary>
internal sealed record LintOptions
{
    /// <summary>The script runs by EVAL, not EVAL_RO, so that it may write. Default: no.</summary>
    internal bool MayWrite { get; init; }

    /// <summary>redis_exporter may judge the reply, which takes strings alone. Default: yes.</summary>
    internal bool StringsOnly { get; init; } = true;
}
