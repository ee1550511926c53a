using System.Collections.Immutable;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>Something that knows targets.</summary>
internal interface IDiscoverySource
{
    /// <summary>What it lists now. What goes wrong with the source is part of the answer.</summary>
    Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes over what was listed before this process asked, so that a part that fails now stays as it was. What is known already stays.</summary>
    /// <param name="listed">The last good list.</param>
    void Remember(ImmutableArray<FoundTarget> listed)
    {
    }

    /// <summary>
    /// Listens until told to stop, and calls <paramref name="changed"/> whenever the source says by itself that its list may be another one now. Most say
    /// nothing, and are read again after their time.
    /// </summary>
    Task ListenAsync(Action changed, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A target as a source lists it.</summary>
/// <param name="Address">Where it is: <c>host:port</c> or a URI.</param>
/// <param name="Labels">Its labels, those that begin with <c>__meta_</c> among them.</param>
internal sealed record FoundTarget(string Address, LabelSet Labels)
{
    /// <summary>Its role, as a source that knows roles has it in a label; null where there is none.</summary>
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

    /// <summary>The value of a label; empty where there is none.</summary>
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

/// <summary>How a source answered.</summary>
/// <param name="Targets">What to collect from now on; null leaves what was listed before. An empty list says that there is nothing.</param>
/// <param name="Problem">What went wrong, in one sentence; null for nothing. Beside a list it is about a part of it, which is as it was before.</param>
internal sealed record SourceAnswer(ImmutableArray<FoundTarget>? Targets, string? Problem = null)
{
    /// <summary>A source that failed is asked again after this time, where its own is longer.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>When to ask again at the latest; null leaves it to the configuration.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>When the source was looked at, where somebody else did that: an answer of the same time is about the same look. Null is now.</summary>
    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>No list, and why.</summary>
    public static SourceAnswer Failed(string problem) => new(null, problem);

    /// <summary>How long to wait before the source is asked again.</summary>
    /// <param name="refresh">What the configuration says.</param>
    public TimeSpan PauseAfter(TimeSpan refresh)
    {
        TimeSpan pause = FreshFor ?? refresh;
        return Problem is not null && RetryAfter < pause ? RetryAfter : pause;
    }
}
