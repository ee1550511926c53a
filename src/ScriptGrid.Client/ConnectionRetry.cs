namespace ScriptGrid.Client;

/// <summary>Tries to reach a gateway until time is up, since a service may start before its silos do.</summary>
internal sealed class ConnectionRetry(TimeSpan patience, TimeSpan pause, TimeProvider time) : IClientConnectionRetryFilter
{
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_start) + pause > patience)
        {
            return false;
        }

        await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
