using System.Net;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where the silos of a cluster find each other.</summary>
public enum ClusterMembership
{
    /// <summary>In the memory of the first silo of this machine: for trying it out.</summary>
    Localhost,

    /// <summary>In a Redis that keeps its data, and is no target.</summary>
    Redis,

    /// <summary>In a PostgreSQL database.</summary>
    PostgreSql,
}

/// <summary>Settings of a silo, read at start. <c>scriptgrid serve</c> checks them, and takes no notice else.</summary>
public sealed record ClusterSettings
{
    /// <summary>Where the silos find each other.</summary>
    public ClusterMembership Membership { get; init; }

    /// <summary>Connection string of the membership store; null for <see cref="ClusterMembership.Localhost"/>. It may hold a password.</summary>
    public string? Connection { get; init; }

    /// <summary>Silos of one id are one cluster.</summary>
    public string ClusterId { get; init; } = "scriptgrid";

    /// <summary>The service that the cluster gives; it outlives a change of <see cref="ClusterId"/>.</summary>
    public string ServiceId { get; init; } = "scriptgrid";

    /// <summary>The silo's name; null has one made up.</summary>
    public string? Name { get; init; }

    /// <summary>Under which address the others reach this silo; where there is a <see cref="HostName"/>, known once that is resolved.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>A name of this machine that resolves to <see cref="Address"/> when the silo starts; null where the address itself is configured.</summary>
    public string? HostName { get; init; }

    /// <summary>The address to listen on for silos and clients; null is <see cref="Address"/>.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Port for other silos.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for external clients; 0 takes none.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary><see cref="SiloPort"/> of the first silo of this machine, which holds a <see cref="ClusterMembership.Localhost"/>.</summary>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>Host and port under which Prometheus and the other machines reach this silo's HTTP endpoints.</summary>
    public string HttpAddress { get; init; } = "127.0.0.1:9121";

    /// <summary>
    /// TLS between silos, which each show a certificate of <see cref="TlsSettings.CaFile"/>; null is plain TCP. It is that of clients too where there is no
    /// <see cref="ClientTls"/>.
    /// </summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>
    /// TLS of the gateway: its certificate, and in <see cref="TlsSettings.CaFile"/> the authorities of clients' certificates; without them clients show none.
    /// Null is <see cref="Tls"/>.
    /// </summary>
    public TlsSettings? ClientTls { get; init; }

    /// <summary>TLS of the gateway, wherever it is written; null is plain TCP.</summary>
    public TlsSettings? GatewayTls => ClientTls ?? Tls;

    /// <summary>What external clients must know; null takes those that show a certificate.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Let clients run scripts and commands that are not configured.</summary>
    public bool AdHocEval { get; init; }

    /// <summary>What tells one cluster from the next, and no secret.</summary>
    public override string ToString() => $"{ClusterId} at {HostName ?? Address.ToString()}:{SiloPort}";
}
