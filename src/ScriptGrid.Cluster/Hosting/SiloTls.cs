using System.Net;
using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Connections.Security;
using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// TLS between silos, and with clients. Each handshake uses the certificate and the trusted authorities that the files hold at that moment: see
/// <see cref="ClusterCertificates"/>.
/// </summary>
internal static class SiloTls
{
    /// <summary>Makes the silo's connections use TLS as configured in the cluster section.</summary>
    public static void Configure(ISiloBuilder silo, ClusterSettings cluster)
    {
        var certificates = new ClusterCertificates(cluster, TimeProvider.System);
        silo.Services.AddSingleton(certificates);
        TlsRefusals.CountFailures(silo, certificates);
        silo.Configure<SiloConnectionOptions>(options =>
        {
            if (certificates.Silos is { } silos)
            {
                TlsOptions tls = Options(silos, cluster.Tls?.ServerName, areClientsKnown: true);
                options.ConfigureSiloInboundConnection(connections => connections.UseServerTls(tls));
                options.ConfigureSiloOutboundConnection(connections => connections.UseClientTls(tls));
            }

            if (certificates.Gateway is { } gateway)
            {
                options.ConfigureGatewayInboundConnection(connections => connections.UseServerTls(Options(gateway, serverName: null, gateway.CaFile is not null)));
            }
        });
        TlsRefusals.NoteSuccess(silo);
    }

    private static TlsOptions Options(TlsFiles files, string? serverName, bool areClientsKnown) => new()
    {
        LocalServerCertificateSelector = (_, _) => files.Current.Certificate!.TargetCertificate,
        ClientCertificateMode = RemoteCertificateMode.NoCertificate, // OnAuthenticateAsClient sets the certificate, from the files as they are then.
        RemoteCertificateMode = areClientsKnown ? RemoteCertificateMode.RequireCertificate : RemoteCertificateMode.NoCertificate,
        RemoteCertificateValidation = static (_, _, errors) => errors == SslPolicyErrors.None,
        OnAuthenticateAsServer = (_, handshake) =>
            TlsHandshakes.Use((SslServerAuthenticationOptions)handshake.SslServerAuthenticationOptions, files.Current),
        OnAuthenticateAsClient = (connection, handshake) =>
        {
            handshake.TargetHost = serverName ?? (connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "";
            TlsHandshakes.Use((SslClientAuthenticationOptions)handshake.SslClientAuthenticationOptions, files.Current);
        },
    };
}
