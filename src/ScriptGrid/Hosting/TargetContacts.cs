using System.Collections.Concurrent;
using System.Collections.Immutable;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Hosting;

/// <summary>Contacts targets as a run would, without running a script: connects, logs in, sends PING and closes. Keeps the last result of each.</summary>
/// <param name="timeout">How long each target may take.</param>
/// <param name="time">Measures deadlines.</param>
/// <param name="credentials">Finds the logins of targets.</param>
internal sealed class TargetContacts(TimeSpan timeout, TimeProvider time, CredentialStore credentials)
{
    /// <summary>How many targets are contacted at a time, so that a large fleet uses up neither the file descriptors nor the network.</summary>
    private const int AtATime = 100;

    private readonly NameResolver _names = new(time);
    private readonly ConcurrentDictionary<string, Failure> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _contacted = new(StringComparer.Ordinal);

    /// <summary>Whether the target has been contacted at all.</summary>
    public bool IsKnown(string target) => _contacted.ContainsKey(target);

    /// <summary>Returns why the target does not answer; null if it does, or has not been contacted yet.</summary>
    public Failure? FailureOf(string target) => _failures.GetValueOrDefault(target);

    /// <summary>Contacts each target once, and calls <paramref name="contacted"/> after each.</summary>
    public Task ContactAsync(ImmutableArray<FleetMember> members, Action contacted, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(members, options, async (member, cancelled) =>
        {
            string target = member.Target.Address.Id;
            Failure? failure = await ContactAsync(member.Target, cancelled).ConfigureAwait(false);
            if (failure is null)
            {
                _failures.TryRemove(target, out _);
            }
            else
            {
                _failures[target] = failure;
            }

            _contacted[target] = true;
            contacted();
        });
    }

    private async Task<Failure?> ContactAsync(TargetSpec target, CancellationToken cancellationToken)
    {
        using var connection = new RedisConnection(target.Address);
        try
        {
            return await OpenAsync(connection, target).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return connection.Step.TimedOut(timeout);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Cryptography.CryptographicException)
        {
            return new Failure(FailureReason.Tls, exception.Message);
        }
    }

    private async Task<Failure?> OpenAsync(RedisConnection connection, TargetSpec target)
    {
        var exchange = new RedisExchange();
        TlsContext? tls = target.Tls is null ? null : new TlsContext(target.Tls);
        Login login = await credentials.FindAsync(target).ConfigureAwait(false);
        return login.Failure
            ?? await RedisHandshake.OpenAsync(connection, target with { Credentials = login.Credentials }, tls, _names, resp3: true, exchange).ConfigureAwait(false)
            ?? await connection.ExecuteAsync(RedisCommand.Ping, exchange).ConfigureAwait(false);
    }
}
