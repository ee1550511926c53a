using System.Collections.Immutable;

namespace ScriptGrid.Engine.Credentials;

/// <summary>The outcome of reading a source.</summary>
/// <param name="IsChanged">Whether the secret differs from the previous one.</param>
/// <param name="Problem">Why no secret could be read, in one sentence without secrets; null if it succeeded.</param>
internal readonly record struct LookOutcome(bool IsChanged, string? Problem = null)
{
    /// <summary>Whether a previous secret was replaced by a different one.</summary>
    public bool IsReplaced { get; init; }
}

/// <summary>A source from which secrets are read repeatedly. If reading fails, the last secret read stays in use.</summary>
internal abstract class CredentialSource
{
    private readonly Lock _gate = new();
    private Task<LookOutcome>? _look;

    /// <summary>The source's name in the log.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the source provides logins; if false, it provides TLS files.</summary>
    public virtual bool IsLogin => true;

    /// <summary>The current secrets, and the previous ones, which servers may still repeat in messages.</summary>
    public abstract IEnumerable<string> Secrets { get; }

    /// <summary>The groups whose targets use this source.</summary>
    public ImmutableHashSet<string> Groups { get; private set; } = [];

    /// <summary>Why the last read failed; null if it succeeded.</summary>
    public string? Problem { get; set; }

    /// <summary>When to read again, as time since the store's start.</summary>
    public TimeSpan NextLook { get; protected set; }

    /// <summary>Reads the source. If a read is under way, returns that one's outcome.</summary>
    /// <param name="now">Returns the time since the store's start.</param>
    /// <param name="note">Receives the outcome, before any waiting caller does.</param>
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

    /// <summary>Records that a group uses the source.</summary>
    public void UseFor(string? group) => Groups = group is null ? Groups : Groups.Add(group);

    /// <summary>Forgets which groups use the source, before they are recorded anew.</summary>
    public void UseForNone() => Groups = [];

    /// <summary>Reads the source, and plans the next read.</summary>
    protected abstract Task<LookOutcome> ReadAsync(Func<TimeSpan> now);
}
