using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Finds the clients with more pending output than <c>client-output-buffer-limit</c> allows.</summary>
internal sealed class OutputLimits(OutputLimitSetting limits, ServerClock clock)
{
    /// <summary>Whether a client must be closed. Call it each time output was written for the client, and at intervals.</summary>
    internal bool AreExceeded(ClientSession client)
    {
        long bytes = ClientMemory.OutsideBuffer(client.Connection?.PendingBytes ?? 0);
        if (bytes == 0)
        {
            client.SoftLimitExceededAt = null;
            return false;
        }

        OutputLimit limit = limits.Of(client.Class);
        if (limit.HardBytes > 0 && bytes >= limit.HardBytes)
        {
            return true;
        }

        if (limit.SoftBytes == 0 || bytes < limit.SoftBytes)
        {
            client.SoftLimitExceededAt = null;
            return false;
        }

        const int MillisecondsPerSecond = 1000;
        long now = clock.Now;
        client.SoftLimitExceededAt ??= now;
        return (now - client.SoftLimitExceededAt) / MillisecondsPerSecond > limit.SoftSeconds;
    }
}
