using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Credentials;

/// <summary>A program that outputs a password with a limited lifetime. It runs again well before that ends, and soon after a failure.</summary>
/// <param name="command">The program.</param>
/// <param name="time">The clock for the program's time limit.</param>
/// <param name="end">Stops the program if it is running.</param>
internal sealed class PasswordCommandSource(PasswordCommand command, TimeProvider time, CancellationToken end) : CredentialSource
{
    /// <summary>The shortest time between two runs because a server refused the password.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(500);

    private volatile string? _password;
    private string? _before;
    private TimeSpan? _ranAt;
    private int _runs;

    /// <summary>The password; null until the program has output one.</summary>
    public string? Password => _password;

    /// <summary>Whether the program has run to its end at least once.</summary>
    public bool HasRun { get; private set; }

    /// <inheritdoc/>
    public override string Name => command.ToString();

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => new[] { _password, _before }.OfType<string>();

    /// <summary>Whether the program may run out of schedule.</summary>
    public bool MayRun(TimeSpan now) => _ranAt is not { } last || now - last >= ShortestPause;

    /// <summary>
    /// Returns when to run again after a success: after 70 to 80 % of the password's lifetime. The jitter keeps processes that started together from
    /// asking together, and the rest leaves time for retries.
    /// </summary>
    /// <param name="ttl">The lifetime of the password.</param>
    /// <param name="jitter">A number from 0 to 1.</param>
    internal static TimeSpan Lifetime(TimeSpan ttl, double jitter) => ttl * (0.7 + (0.1 * jitter));

    /// <summary>Returns when to run again after a failure.</summary>
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
