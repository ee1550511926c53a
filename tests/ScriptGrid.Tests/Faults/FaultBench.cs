using System.Globalization;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>
/// What all targets of a matrix share: a real server whose 20 addresses are the healthy ones and which stands behind every proxy, and certificates.
/// </summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private const int HealthyTargets = 20;

    private FaultBench(RedisServerProcess server) => Server = server;

    /// <summary>The real server.</summary>
    public RedisServerProcess Server { get; }

    /// <summary>Certificates of one authority.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>Certificates of another.</summary>
    public TestCertificates Strangers { get; } = new();

    /// <summary>The healthy targets, each with a database of its own, by which the server tells them apart.</summary>
    public IEnumerable<string> Healthy => Enumerable.Range(1, HealthyTargets)
        .Select(index => string.Create(CultureInfo.InvariantCulture, $"127.0.7.{index}:{Server.Port}/{index}"));

    public static async Task<FaultBench> StartAsync() =>
        new(await RedisServerProcess.StartAsync("bind 0.0.0.0", "protected-mode no", "databases 32"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Certificates.Dispose();
        Strangers.Dispose();
    }
}
