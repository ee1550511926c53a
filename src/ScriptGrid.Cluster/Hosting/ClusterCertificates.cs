using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>The files of TLS in the cluster section, each with the section that names it.</summary>
internal sealed class ClusterCertificates
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read any more since the configuration was checked.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">One is of no use any more.</exception>
    public ClusterCertificates(ClusterSettings cluster)
    {
        Silos = cluster.Tls is { } silos ? Open(silos, TlsFiles.ForServers, TlsFiles.ForClients) : null;
        Gateway = cluster.ClientTls is { } clients && OrleansSetup.HasGateway(cluster) ? Open(clients, TlsFiles.ForServers) : Silos;
        All = [.. Silos is null ? [] : new[] { ("cluster.tls", Silos) }, .. Gateway is null || Gateway == Silos ? [] : new[] { ("cluster.client_tls", Gateway) }];
    }

    /// <summary>Those of the silo port, for both ends; null where it speaks no TLS.</summary>
    public TlsFiles? Silos { get; }

    /// <summary>Those of the gateway; null where it speaks no TLS.</summary>
    public TlsFiles? Gateway { get; }

    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<(string Section, TlsFiles Files)> All { get; }

    private static TlsFiles Open(TlsSettings settings, params string[] purposes) => new(settings.CaFile, settings.CertFile, settings.KeyFile, purposes);
}
