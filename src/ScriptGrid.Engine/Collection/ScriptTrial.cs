using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Collection;

/// <summary>The outcome of a single trial run.</summary>
/// <param name="Failure">Why it failed; null if it did not.</param>
/// <param name="Result">The kind of result.</param>
/// <param name="Duration">The time from sending the script to its reply, without connecting.</param>
/// <param name="Reply">The reply as received; empty if there was none.</param>
/// <param name="Values">The values by key, and those of declared metrics by series, for example <c>mail_queue_length{queue="sms"}</c>.</param>
/// <param name="Page">What a scrape would show of the run.</param>
internal sealed record TrialOutcome(
    Failure? Failure, ScriptResult Result, TimeSpan? Duration, byte[] Reply, IReadOnlyList<KeyedValue> Values, byte[] Page)
{
    /// <summary>The server's role, if the script does not run on servers of that role; null if the script was run.</summary>
    public ServerRole? RuledOutBy { get; init; }

    /// <summary>The number of values that a later value of the same key or series replaced.</summary>
    public int Replaced { get; init; }
}

/// <summary>Runs one script once on a target, over a separate connection. For people who write scripts.</summary>
internal sealed class ScriptTrial(SeriesNaming naming, TimeProvider time)
{
    private readonly ConfiguredSecrets _secrets = new();

    /// <summary>
    /// Connects, runs the script and judges its reply. Connecting and the run may each take as long as the script's timeout; a program that gives the password
    /// has its own limit.
    /// </summary>
    public async Task<TrialOutcome> RunAsync(TargetSpec target, ScriptSpec script, CancellationToken cancellationToken)
    {
        using var connection = new RedisConnection(target.Address);
        var exchange = new RedisExchange();
        using var credentials = CredentialStore.Untold(time, _secrets);
        Login login = await credentials.FindAsync(target).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        Failure? failure = login.Failure
            ?? await Limit(OpenAsync(connection, target with { Credentials = login.Credentials }, exchange), connection, script, cancellationToken).ConfigureAwait(false);
        ServerRole? role = null;
        if (failure is null && (script.On is not null || naming.RoleLabelOf(target) is not null))
        {
            (role, failure) = await ReadRoleAsync(connection, script, exchange, cancellationToken).ConfigureAwait(false);
        }

        if (role is not null && script.On is { } wanted && role != wanted)
        {
            return new TrialOutcome(null, ScriptResult.Empty, Duration: null, [], [], []) { RuledOutBy = role };
        }

        if (failure is not null)
        {
            return Judge(target, role, script, failure, duration: null, []);
        }

        long start = time.GetTimestamp();
        failure = await Limit(
            ScriptExecutor.RunAsync(connection, script, new ScriptCommands(script), exchange).AsTask(),
            connection,
            script,
            cancellationToken).ConfigureAwait(false);
        return Judge(target, role, script, failure, time.GetElapsedTime(start), failure is null ? exchange.Reply : []);
    }

    private async Task<Failure?> OpenAsync(RedisConnection connection, TargetSpec target, RedisExchange exchange)
    {
        TlsContext? tls = target.Tls is null ? null : new TlsContext(target.Tls);
        return await RedisHandshake.OpenAsync(connection, target, tls, new NameResolver(time), !naming.RedisExporterCompatible, exchange).ConfigureAwait(false);
    }

    /// <summary>
    /// Reads the role. If the server refuses to tell it, that is a failure only if the script needs the role; otherwise the label is left out.
    /// </summary>
    private async Task<(ServerRole? Role, Failure? Failure)> ReadRoleAsync(
        RedisConnection connection, ScriptSpec script, RedisExchange exchange, CancellationToken cancellationToken)
    {
        RoleReading reading = default;
        Failure? failure = await Limit(ReadAsync(), connection, script, cancellationToken).ConfigureAwait(false);
        return (reading.Role, failure ?? (reading.IsRefused && script.On is null ? null : reading.Failure));

        async Task<Failure?> ReadAsync()
        {
            reading = await RoleReader.ReadAsync(command => connection.ExecuteAsync(command, exchange), exchange).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<Failure?> Limit(
        Task<Failure?> work, RedisConnection connection, ScriptSpec script, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(script.Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return connection.Step.TimedOut(script.Timeout);
        }
    }

    private TrialOutcome Judge(
        TargetSpec target, ServerRole? role, ScriptSpec script, Failure? failure, TimeSpan? duration, ReadOnlySpan<byte> reply)
    {
        var plan = new ScriptPlan(script, new ScriptCommands(script), naming.RowsOf(script, target), target.Labels);
        var samples = new SampleList();
        ReplyVerdict verdict = failure is not null ? new ReplyVerdict(ScriptResult.Failed, failure) : ReplyJudge.Judge(script, plan.Declared, reply, samples);
        var history = default(RunHistory);
        if (verdict.Failure is null)
        {
            history.Succeeded(verdict.Result, duration.GetValueOrDefault(), time.GetUtcNow() - DateTimeOffset.UnixEpoch);
        }
        else
        {
            history.Failed(verdict.Failure.Reason, duration);
        }

        var values = new List<KeyedValue>();
        foreach (Sample sample in samples.Samples)
        {
            values.Add(new KeyedValue(KeyText.Of(sample.KeyIn(reply)), sample.Value));
        }

        for (int i = 0; i < samples.Rows.Count; i++)
        {
            values.Add(new KeyedValue(samples.Rows.SeriesOf(reply, samples.Rows[i]), samples.Rows[i].Value));
        }

        byte[] page = Render(target, role, plan, history, samples, reply);
        _secrets.Hold(target, [target.Credentials?.Password ?? ""]);
        SecretMask secrets = _secrets.Mask;
        return new TrialOutcome(verdict.Failure is null ? null : secrets.Apply(verdict.Failure), verdict.Result, duration, reply.ToArray(), values, page)
        {
            Replaced = samples.Replaced + samples.Rows.Replaced,
        };
    }

    private byte[] Render(
        TargetSpec target, ServerRole? role, ScriptPlan plan, in RunHistory history, SampleList samples, ReadOnlySpan<byte> reply)
    {
        var families = new TargetFamilies(naming.Namespace, plan.Declared.Metrics);
        var renderer = new ResultRenderer();
        byte[] label = naming.RenderTargetLabel(target, role);
        renderer.Render(families, label, plan.Labels, history, samples, reply);
        var results = new ScriptResults();
        results.Publish(renderer.Lines, renderer.Sections, [], TimeSpan.MaxValue);
        return TargetPage.Write(null, [results], families, ExpositionFormat.Text, TimeSpan.Zero);
    }
}
