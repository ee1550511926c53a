using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>A program that gives a password for a time. It is run again well before that is over, and soon after a failure.</summary>
/// <param name="command">The program.</param>
/// <param name="time">Drives its limit.</param>
/// <param name="end">Ends it where it runs.</param>
internal sealed class PasswordCommandSource(PasswordCommand command, TimeProvider time, CancellationToken end) : CredentialSource
{
    /// <summary>So often it runs at most since a server refused its password.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(500);

    private volatile string? _password;
    private string? _before;
    private TimeSpan? _ranAt;
    private int _runs;

    /// <summary>The password; null before it gave one.</summary>
    public string? Password => _password;

    /// <summary>Whether it was run, and ended.</summary>
    public bool HasRun { get; private set; }

    /// <inheritdoc/>
    public override string Name => command.ToString();

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => new[] { _password, _before }.OfType<string>();

    /// <summary>Whether it may be run out of turn.</summary>
    public bool MayRun(TimeSpan now) => _ranAt is not { } last || now - last >= ShortestPause;

    /// <summary>
    /// When to run again after one that gave a password: after 70 to 80 % of the time that it is good for, so that processes which started together
    /// do not ask for theirs together, and there is time to try again.
    /// </summary>
    /// <param name="ttl">How long the password is good for.</param>
    /// <param name="jitter">From 0 to 1.</param>
    internal static TimeSpan Lifetime(TimeSpan ttl, double jitter) => ttl * (0.7 + (0.1 * jitter));

    /// <summary>When to run again after one that gave none.</summary>
    /// <inheritdoc cref="Lifetime"/>
    internal static TimeSpan Retry(TimeSpan ttl, double jitter)
    {
        TimeSpan pause = ttl / 20;
        pause = pause < ShortestRetry ? ShortestRetry : pause > LongestRetry ? LongestRetry : pause;
        return pause * (0.75 + (0.25 * jitter));
    }

    /// <inheritdoc/>
    protected override async Task<LookOutcome> ReadAsync(Func<TimeSpan> now)
    {
        _ranAt = now();
        (string? read, string problem) = await PasswordProgram.RunAsync(command.Arguments, PasswordProgram.Limit, time, end).ConfigureAwait(false);
        double jitter = TargetHash.Of($"{Environment.ProcessId}\n{command}\n{_runs++}") / (ulong.MaxValue + 1.0);
        NextLook = now() + (read is null ? Retry(command.Ttl, jitter) : Lifetime(command.Ttl, jitter));
        HasRun = true;
        if (end.IsCancellationRequested || read is null || read == _password)
        {
            return new LookOutcome(IsChanged: false, read is null && !end.IsCancellationRequested ? problem : null);
        }

        (_before, _password) = (_password, read);
        return new LookOutcome(IsChanged: true) { IsReplaced = _before is not null };
    }
}
