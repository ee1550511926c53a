using System.Globalization;
using System.Security.Cryptography.X509Certificates;
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
        Silos = cluster.Tls is { } silos ? Open(silos, silos.ServerName ?? cluster.Address.ToString(), TlsFiles.ForServers, TlsFiles.ForClients) : null;
        Gateway = cluster.ClientTls is { } clients && OrleansSetup.HasGateway(cluster) ? Open(clients, null, TlsFiles.ForServers) : Silos;
        All = [.. Silos is null ? [] : new[] { ("cluster.tls", Silos) }, .. Gateway is null || Gateway == Silos ? [] : new[] { ("cluster.client_tls", Gateway) }];
    }

    /// <summary>The files of the silo port, for both ends of a connection; null if it does not use TLS.</summary>
    public TlsFiles? Silos { get; }

    /// <summary>The files of the gateway; null if it does not use TLS.</summary>
    public TlsFiles? Gateway { get; }

    /// <summary>All sets of files, each once.</summary>
    public IReadOnlyList<(string Section, TlsFiles Files)> All { get; }

    /// <summary>Returns why other silos would refuse the certificate of this one, or why a file cannot be used; null if all is well.</summary>
    public static string? Problem(ClusterSettings cluster, TimeProvider time)
    {
        try
        {
            return new ClusterCertificates(cluster).Silos is { CertFile: { } path, Current: { } shown } ? Problem(path, shown, time.GetUtcNow()) : null;
        }
        catch (Exception failure) when (TlsFiles.IsOfFiles(failure))
        {
            return $"cluster.tls: {failure.Message.TrimEnd('.')}";
        }
    }

    private static string? Problem(string path, TlsMaterial shown, DateTimeOffset now)
    {
        if (shown.NotAfter <= now)
        {
            return string.Create(CultureInfo.InvariantCulture, $"cluster.tls: the certificate in {path} ended on {shown.NotAfter:yyyy-MM-dd}, and other silos refuse it");
        }

        using var chain = new X509Chain { ChainPolicy = shown.ChainPolicy() };
        chain.ChainPolicy.ExtraStore.AddRange(shown.Certificate!.IntermediateCertificates.ToArray());
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        bool isOfAnother = !chain.Build(shown.Certificate.TargetCertificate)
            && chain.ChainStatus.Any(static status => (status.Status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid)) != 0);
        return isOfAnother ? $"cluster.tls: no authority in ca_file signed the certificate in {path}, so that other silos refuse it" : null;
    }

    private static TlsFiles Open(TlsSettings settings, string? name, params string[] purposes) =>
        new(settings.CaFile, settings.CertFile, settings.KeyFile, purposes, name);
}
