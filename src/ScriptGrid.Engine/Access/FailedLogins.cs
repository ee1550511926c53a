using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;

namespace ScriptGrid.Engine.Access;

/// <summary>
/// Holds off who guesses passwords and tokens: from one address ten logins may fail at once, and then one more every six seconds. Until then nothing that
/// comes from there is looked at, right or wrong. Addresses of one IPv6 network of 64 bits count as one, since whoever has one of them has all.
/// </summary>
internal sealed class FailedLogins(TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>How many may fail at once.</summary>
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

    /// <summary>How long at most nothing from an address is looked at; null where a login may be tried.</summary>
    public TimeSpan? WaitOf(IPAddress address) => _limiter.GetStatistics(address) is { CurrentAvailablePermits: < 1 } ? Period : null;

    /// <summary>Counts a login that failed.</summary>
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

    /// <summary>One line a minute, whoever guesses, and from however many addresses.</summary>
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
