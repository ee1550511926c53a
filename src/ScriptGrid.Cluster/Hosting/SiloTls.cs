using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using ScriptGrid.Engine.Files;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>TLS between silos and to clients: both ends show a certificate of the one authority.</summary>
internal static class SiloTls
{
    /// <summary>Makes every connection of the silo speak TLS.</summary>
    public static void Configure(ISiloBuilder silo, TlsSettings settings)
    {
        X509Certificate2Collection authorities = PemFile.Authorities(settings.CaFile!);
        X509Certificate2 certificate = PemFile.Certificate(settings.CertFile!, settings.KeyFile);
        TlsRefusals.CountFailures(silo);
        silo.UseTls(certificate, options =>
        {
            options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
            options.RemoteCertificateValidation = (remote, presented, errors) => IsTrusted(remote, presented, errors, authorities);
            options.OnAuthenticateAsClient = (connection, client) =>
                client.TargetHost = settings.ServerName ?? (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "";
        });
        TlsRefusals.NoteSuccess(silo);
    }

    /// <summary>Whether a certificate is of one of the authorities, and for the name that was asked for where there is one.</summary>
    public static bool IsTrusted(
        X509Certificate2 remote, X509Chain? presented, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        // Errors of the chain are about the system's authorities; only those of the configuration count, which are checked below.
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }

        return chain.Build(remote);
    }
}
