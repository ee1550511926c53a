using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>The TLS files of the configuration's cluster section, each set with the name of the setting that names it.</summary>
internal sealed class ClusterCertificates
{
    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file has become unreadable since the configuration was checked.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file has become unusable since the configuration was checked.</exception>
    public ClusterCertificates(ClusterSettings cluster)
    {
        Silos = cluster.Tls is { } silos ? Open(silos, TlsFiles.ForServers, TlsFiles.ForClients) : null;
        Gateway = cluster.ClientTls is { } clients && OrleansSetup.HasGateway(cluster) ? Open(clients, TlsFiles.ForServers) : Silos;
        All = [.. Silos is null ? [] : new[] { ("cluster.tls", Silos) }, .. Gateway is null || Gateway == Silos ? [] : new[] { ("cluster.client_tls", Gateway) }];
    }

    /// <summary>The files of the silo port, for both ends of a connection; null if it does not use TLS.</summary>
    public TlsFiles? Silos { get; }

    /// <summary>The files of the gateway; null if it does not use TLS.</summary>
    public TlsFiles? Gateway { get; }

    /// <summary>All sets of files, each once.</summary>
    public IReadOnlyList<(string Section, TlsFiles Files)> All { get; }

    private static TlsFiles Open(TlsSettings settings, params string[] purposes) => new(settings.CaFile, settings.CertFile, settings.KeyFile, purposes);
}
