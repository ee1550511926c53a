using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ScriptGrid.Client;

/// <summary>
/// Remembers for each gateway why the last connection failed, because Orleans tells the reason of one gateway only, and of some failures none. Thread-safe.
/// </summary>
internal sealed class ConnectionFailures(IOptions<ScriptGridClientOptions> options, GatewayNames names, TimeProvider time)
{
    /// <summary>How long a description waits for connections that end just now.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _problems = new();
    private readonly ConcurrentDictionary<ConnectionAttempt, Task> _running = new();

    /// <summary>Records the problem of a gateway.</summary>
    /// <param name="gateway">The gateway, as <c>host:port</c>.</param>
    /// <param name="problem">The problem.</param>
    public void Note(string gateway, string problem) => _problems[gateway] = problem;

    /// <summary>Removes a problem that the gateway no longer has. Another problem of it stays.</summary>
    public void Forget(string gateway, string problem) => _problems.TryRemove(KeyValuePair.Create(gateway, problem));

    /// <summary>Watches a new connection until it ends. Must come before everything else on the connection.</summary>
    public async Task OnConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        string gateway = NameOf(connection.RemoteEndPoint);
        var attempt = new ConnectionAttempt();
        ConnectionAttempt.Current = attempt;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[attempt] = ended.Task;
        try
        {
            await next(connection).ConfigureAwait(false);
            Note(gateway, ConnectionProblem.Of(attempt, null));
        }
        catch (Exception failure)
        {
            Note(gateway, ConnectionProblem.Of(attempt, failure));
            throw;
        }
        finally
        {
            _running.TryRemove(attempt, out _);
            ended.SetResult();
        }
    }

    /// <summary>Returns why no gateway could be reached, with one sentence for each.</summary>
    /// <param name="failure">What Orleans says; it holds for gateways that no connection reached.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> DescribeAsync(Exception failure, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.WhenAll(_running.Values), Task.Delay(Patience, time, cancellationToken)).ConfigureAwait(false);
        IEnumerable<string> gateways = options.Value.Gateways.Union(_problems.Keys, StringComparer.Ordinal);
        return "The ScriptGrid cluster cannot be reached. " + string.Join(
            ' ', gateways.Select(gateway => $"{gateway}: {_problems.GetValueOrDefault(gateway) ?? ConnectionProblem.OfNone(failure)}"));
    }

    private string NameOf(EndPoint? endpoint)
    {
        string host = names.HostOf(endpoint);
        return endpoint is IPEndPoint { Port: int port }
            ? string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}")
            : host;
    }
}
