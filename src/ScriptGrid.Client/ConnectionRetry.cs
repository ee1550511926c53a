using Microsoft.Extensions.Options;
using Orleans.Runtime.Messaging;

namespace ScriptGrid.Client;

/// <summary>
/// Retries to connect to a gateway until <see cref="ScriptGridClientOptions.ConnectTimeout"/> is over, because a service may start before its silos.
/// Then the start fails with what went wrong at each gateway.
/// </summary>
internal sealed class ConnectionRetry(IOptions<ScriptGridClientOptions> options, ConnectionFailures failures, TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_start) + Pause > options.Value.ConnectTimeout)
        {
            throw new ConnectionFailedException(await failures.DescribeAsync(exception, cancellationToken).ConfigureAwait(false), exception);
        }

        await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
