using System.Collections.Immutable;

namespace ScriptGrid.Engine.Credentials;

/// <summary>What a look at a source brought.</summary>
/// <param name="IsChanged">There is another secret than before.</param>
/// <param name="Problem">Why there is none to be had, in one sentence without a secret; null where all is well.</param>
internal readonly record struct LookOutcome(bool IsChanged, string? Problem = null)
{
    /// <summary>There was a secret before that is another now.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>A place that secrets are read from again and again. What was read last stays while a look fails.</summary>
internal abstract class CredentialSource
{
    private readonly Lock _gate = new();
    private Task<LookOutcome>? _look;

    /// <summary>What the log calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether connections log in by it, rather than encrypt.</summary>
    public virtual bool IsLogin => true;

    /// <summary>The secrets that it holds, and those before, which servers may still repeat.</summary>
    public abstract IEnumerable<string> Secrets { get; }

    /// <summary>The groups whose targets log in by it.</summary>
    public ImmutableHashSet<string> Groups { get; private set; } = [];

    /// <summary>What the last look failed for; null where it did not.</summary>
    public string? Problem { get; set; }

    /// <summary>When to look again, in time since the store's start.</summary>
    public TimeSpan NextLook { get; protected set; }

    /// <summary>Looks, unless a look is under way; then that is the answer.</summary>
    /// <param name="now">Gives the time since the store's start.</param>
    /// <param name="note">Told of what a look brought, before anybody who waits for it.</param>
    public Task<LookOutcome> LookAsync(Func<TimeSpan> now, Action<CredentialSource, LookOutcome> note)
    {
        lock (_gate)
        {
            return _look is { IsCompleted: false } underWay ? underWay : _look = Task.Run(async () =>
            {
                LookOutcome outcome = await ReadAsync(now).ConfigureAwait(false);
                note(this, outcome);
                return outcome;
            });
        }
    }

    /// <summary>Notes who logs in by it.</summary>
    public void UseFor(string? group) => Groups = group is null ? Groups : Groups.Add(group);

    /// <summary>Notes that nobody does, before those who do are noted anew.</summary>
    public void UseForNone() => Groups = [];

    /// <summary>Reads, and plans the next look.</summary>
    protected abstract Task<LookOutcome> ReadAsync(Func<TimeSpan> now);
}
