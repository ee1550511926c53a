using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>A source of targets.</summary>
internal interface IDiscoverySource
{
    /// <summary>Returns what the source lists now. Problems with the source are part of the answer.</summary>
    Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adopts what was listed before this process queried the source, so that a part that fails now stays as it was. Does not override what is known
    /// already.
    /// </summary>
    /// <param name="listed">The last valid list.</param>
    void Remember(ImmutableArray<FoundTarget> listed)
    {
    }

    /// <summary>
    /// Listens until cancelled, and calls <paramref name="changed"/> whenever the source announces that its list may have changed. Most sources
    /// announce nothing and are only queried periodically.
    /// </summary>
    Task ListenAsync(Action changed, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A target as a source lists it.</summary>
/// <param name="Address">Its address: <c>host:port</c> or a URI.</param>
/// <param name="Labels">Its labels, including those that begin with <c>__meta_</c>.</param>
internal sealed record FoundTarget(string Address, LabelSet Labels)
{
    /// <summary>Its role, from the label of a source that knows roles; null if there is none.</summary>
    public string? Role
    {
        get
        {
            foreach ((string name, string value) in Labels.Labels)
            {
                if (name.StartsWith("__meta_", StringComparison.Ordinal) && name.EndsWith("_role", StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Returns the value of a label; empty if there is none.</summary>
    public string ValueOf(string label)
    {
        foreach ((string name, string value) in Labels.Labels)
        {
            if (name == label)
            {
                return value;
            }
        }

        return "";
    }
}

/// <summary>The answer of a source.</summary>
/// <param name="Targets">The targets to collect from now on; null to keep the previous list. An empty list means that there are no targets.</param>
/// <param name="Problem">What went wrong, in one sentence; null for nothing. If there is a list too, the problem concerns a part of it, which is
/// unchanged.</param>
internal sealed record SourceAnswer(ImmutableArray<FoundTarget>? Targets, string? Problem = null)
{
    /// <summary>A failed source is queried again after this time if its own refresh time is longer.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>When to query again at the latest; null for the configured refresh time.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>When the source was queried, if another silo did so; answers with the same time come from the same query. Null means now.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>The exception if a defect is the problem, for the log. The problem itself holds none of its words, since they may differ each time.</summary>
    public Exception? Defect { get; init; }

    /// <summary>Makes an answer without a list.</summary>
    public static SourceAnswer Failed(string problem) => new(null, problem);

    /// <summary>Returns how long to wait before the source is queried again.</summary>
    /// <param name="refresh">The configured refresh time.</param>
    public TimeSpan PauseAfter(TimeSpan refresh)
    {
        TimeSpan pause = FreshFor ?? refresh;
        return Problem is not null && RetryAfter < pause ? RetryAfter : pause;
    }
}
