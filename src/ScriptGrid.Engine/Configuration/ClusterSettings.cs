using System.Net;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Where the silos of a cluster find each other.</summary>
public enum ClusterMembership
{
    /// <summary>In the memory of the first silo on this machine. For trying it out.</summary>
    Localhost,

    /// <summary>In a Redis that persists its data and is not a target.</summary>
    Redis,

    /// <summary>In a PostgreSQL database.</summary>
    PostgreSql,
}

/// <summary>Settings of a silo, read at start. <c>scriptgrid serve</c> validates them, but does not use them.</summary>
public sealed record ClusterSettings
{
    /// <summary>Where the silos find each other.</summary>
    public ClusterMembership Membership { get; init; }

    /// <summary>The connection string of the membership store; null for <see cref="ClusterMembership.Localhost"/>. It may contain a password.</summary>
    public string? Connection { get; init; }

    /// <summary>The cluster's id. Silos with the same id form one cluster.</summary>
    public string ClusterId { get; init; } = "scriptgrid";

    /// <summary>The id of the service that the cluster provides. It can stay the same when <see cref="ClusterId"/> changes.</summary>
    public string ServiceId { get; init; } = "scriptgrid";

    /// <summary>The silo's name; null generates one.</summary>
    public string? Name { get; init; }

    /// <summary>The address at which the other silos reach this one. If there is a <see cref="HostName"/>, it is known once that has been resolved.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>A name of this machine that is resolved to <see cref="Address"/> when the silo starts; null if the address itself is configured.</summary>
    public string? HostName { get; init; }

    /// <summary>The address on which to listen for silos and clients; null means <see cref="Address"/>.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>The port for other silos.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port for external clients; 0 accepts none.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// The <see cref="SiloPort"/> of the first silo on this machine, which keeps the membership of a <see cref="ClusterMembership.Localhost"/>
    /// cluster.
    /// </summary>
    public int PrimaryPort { get; init; } = 11111;

    /// <summary>The host and port at which Prometheus and other machines reach this silo's HTTP endpoints.</summary>
    public string HttpAddress { get; init; } = "127.0.0.1:9121";

    /// <summary>
    /// TLS between silos; each shows a certificate issued by <see cref="TlsSettings.CaFile"/>. Null means plain TCP. It also applies to clients if
    /// there is no <see cref="ClientTls"/>.
    /// </summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>
    /// TLS of the gateway: its certificate, and in <see cref="TlsSettings.CaFile"/> the authorities of client certificates; without that file,
    /// clients show no certificate. Null means <see cref="Tls"/>.
    /// </summary>
    public TlsSettings? ClientTls { get; init; }

    /// <summary>The effective TLS settings of the gateway; null means plain TCP.</summary>
    public TlsSettings? GatewayTls => ClientTls ?? Tls;

    /// <summary>The secret that external clients must know. If null, clients are accepted that show a certificate.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Whether clients may run scripts and commands that are not configured.</summary>
    public bool AdHocEval { get; init; }

    /// <summary>Whether connections to an address can arrive at <see cref="ListenAddress"/>: both must be of one family, except that <c>::</c> takes both.</summary>
    internal bool CanListenFor(IPAddress address) =>
        ListenAddress is not { } listen || listen.Equals(IPAddress.IPv6Any) || listen.AddressFamily == address.AddressFamily;

    /// <summary>Where some of these settings were written.</summary>
    internal ClusterPlaces Places { get; init; }

    /// <summary>What distinguishes one cluster from another, without secrets.</summary>
    public override string ToString() => $"{ClusterId} at {HostName ?? Address.ToString()}:{SiloPort}";
}
