using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>The TLS files of the configuration's cluster section, each set with the name of the setting that names it.</summary>
internal sealed class ClusterCertificates
{
    private readonly TimeProvider _time;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file has become unreadable since the configuration was checked.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file has become unusable since the configuration was checked.</exception>
    public ClusterCertificates(ClusterSettings cluster, TimeProvider time)
    {
        _time = time;
        if (cluster.Tls is { } silos)
        {
            string name = silos.ServerName ?? cluster.Address.ToString();
            Silos = Open(silos, shown => SiloFlaw(silos.CertFile!, shown, name), TlsFiles.ForServers, TlsFiles.ForClients);
        }

        Gateway = cluster.ClientTls is { } clients && OrleansSetup.HasGateway(cluster)
            ? Open(clients, shown => EndOf(clients.CertFile!, shown) is { } end ? $"{end}, and clients refuse it" : null, TlsFiles.ForServers)
            : Silos;
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
            return new ClusterCertificates(cluster, time).Silos?.Flaw is { } flaw ? $"cluster.tls: {flaw}" : null;
        }
        catch (Exception failure) when (TlsFiles.IsOfFiles(failure))
        {
            return $"cluster.tls: {failure.Message.TrimEnd('.')}";
        }
    }

    private static TlsFiles Open(TlsSettings settings, Func<TlsMaterial, string?> flaw, params string[] purposes) =>
        new(settings.CaFile, settings.CertFile, settings.KeyFile, purposes, flaw);

    /// <summary>
    /// Returns why other silos refuse a certificate; null if they do not. Files that have not changed are not looked at again, so nothing here may mend
    /// itself in time.
    /// </summary>
    private string? SiloFlaw(string path, TlsMaterial shown, string name)
    {
        X509Certificate2 certificate = shown.Certificate!.TargetCertificate;
        return EndOf(path, shown) is { } end ? $"{end}, and other silos refuse it"
            : !CertificateNames.Match(certificate, name) ? $"{path} is for {CertificateNames.Of(certificate)}, and not for {name}, by which other silos connect to this one"
            : IsOfAnother(shown) ? $"no authority in ca_file signed the certificate in {path}, so that other silos refuse it"
            : null;
    }

    private string? EndOf(string path, TlsMaterial shown) => shown.NotAfter <= _time.GetUtcNow()
        ? string.Create(CultureInfo.InvariantCulture, $"the certificate in {path} ended on {shown.NotAfter:yyyy-MM-dd}")
        : null;

    private bool IsOfAnother(TlsMaterial shown)
    {
        using var chain = new X509Chain { ChainPolicy = shown.ChainPolicy() };
        chain.ChainPolicy.ExtraStore.AddRange(shown.Certificate!.IntermediateCertificates.ToArray());
        chain.ChainPolicy.VerificationTime = _time.GetUtcNow().UtcDateTime;
        return !chain.Build(shown.Certificate.TargetCertificate)
            && chain.ChainStatus.Any(static status => (status.Status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid)) != 0);
    }
}
