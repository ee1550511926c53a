using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Access;

/// <summary>
/// Slows down guessing of passwords and tokens. From one address ten logins may fail at once, and after that one more every six seconds. Until then
/// no login from that address is checked, right or wrong. All addresses of one 64-bit IPv6 network count as one, because a client that has one of
/// them usually has them all.
/// </summary>
internal sealed class FailedLogins(TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How many logins may fail at once.</summary>
    public const int Burst = 10;

    private const int NetworkBytes = 8;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(static address =>
        RateLimitPartition.GetTokenBucketLimiter(Network(address), static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Period,
        }));

    private long? _toldAt;
    private int _untold;

    /// <summary>Returns how long, at most, logins from an address are not checked; null if one may be tried now.</summary>
    public TimeSpan? WaitOf(IPAddress address) => _limiter.GetStatistics(address) is { CurrentAvailablePermits: < 1 } ? Period : null;

    /// <summary>Counts a failed login.</summary>
    public void Count(IPAddress address)
    {
        _limiter.AttemptAcquire(address).Dispose();
        if (WaitOf(address) is not null)
        {
            Tell(address);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private static IPAddress Network(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain;
        }

        byte[] bytes = plain.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Logs at most one line per minute, regardless of how many addresses are affected.</summary>
    private void Tell(IPAddress address)
    {
        int untold;
        lock (_gate)
        {
            if (_toldAt is { } told && time.GetElapsedTime(told) < Quiet)
            {
                _untold++;
                return;
            }

            (_toldAt, untold, _untold) = (time.GetTimestamp(), _untold, 0);
        }

        Log.LoginsHeldOff(logger, Network(address), untold);
    }
}
