using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Closes the clients that use the most memory while all clients together use more than <c>maxmemory-clients</c>.</summary>
internal sealed class ClientEviction(ClientRegistry clients, ClientMemorySetting limit, ServerClock clock)
{
    /// <summary>Bytes that the clients may use in any case, so that a client can still change a limit that is too low.</summary>
    private const long MinBytes = 128 * 1024;

    /// <summary>How many clients were closed since the start or since <see cref="Reset"/>.</summary>
    internal long Evicted { get; private set; }

    internal void Run()
    {
        if (limit.Bytes == 0)
        {
            return;
        }

        long now = clock.Now;
        (ClientSession Client, long Bytes)[] counted = [.. clients.All.Select(client => (client, ClientMemory.Of(client, now).Total)).OrderByDescending(static pair => pair.Item2)];
        long allowed = Math.Max(limit.Bytes, MinBytes);
        long total = counted.Sum(static pair => pair.Bytes);
        foreach ((ClientSession client, long bytes) in counted)
        {
            if (total <= allowed)
            {
                return;
            }

            if (!client.IsExemptFromEviction)
            {
                total -= bytes;
                Evicted++;
                client.Connection!.Close();
            }
        }
    }

    internal void Reset() => Evicted = 0;
}
