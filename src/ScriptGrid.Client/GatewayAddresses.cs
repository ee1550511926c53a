using System.Net;

namespace ScriptGrid.Client;

/// <summary>
/// Remembers the addresses of each gateway. Orleans closes every connection to an address that is no longer listed. So an address stays listed while its name
/// cannot be resolved, and for some answers that lack it: a name may give only some of its addresses at a time. Thread-safe.
/// </summary>
internal sealed class GatewayAddresses
{
    /// <summary>How many answers in a row may lack an address. The next one without it drops it.</summary>
    public const int MaxAbsences = 4;

    private readonly Lock _gate = new();

    /// <summary>By gateway, its addresses, and how many answers in a row each was absent from.</summary>
    private readonly Dictionary<string, Dictionary<IPEndPoint, int>> _absences = new(StringComparer.Ordinal);

    /// <summary>Records an answer, and returns the gateway's addresses.</summary>
    /// <param name="gateway">The gateway, as <c>host:port</c>.</param>
    /// <param name="found">The addresses of the answer; null if the name could not be resolved, which says nothing about any address.</param>
    public IPEndPoint[] After(string gateway, IPEndPoint[]? found)
    {
        lock (_gate)
        {
            Dictionary<IPEndPoint, int> known = _absences.GetValueOrDefault(gateway) ?? [];
            if (found is not null)
            {
                known = known
                    .Where(address => address.Value < MaxAbsences && !found.Contains(address.Key))
                    .Select(static address => KeyValuePair.Create(address.Key, address.Value + 1))
                    .Concat(found.Distinct().Select(static address => KeyValuePair.Create(address, 0)))
                    .ToDictionary();
                _absences[gateway] = known;
            }

            return [.. known.Keys];
        }
    }
}
