using System.Net;
using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Connections.Security;
using ScriptGrid.Client.Security;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Hosting;

/// <summary>
/// TLS between silos, and to clients. What each end shows and whom it trusts is what files say when it shakes hands: see <see cref="ClusterCertificates"/>.
/// </summary>
internal static class SiloTls
{
    /// <summary>Makes the connections of the silo speak TLS, as the section says.</summary>
    public static void Configure(ISiloBuilder silo, ClusterSettings cluster)
    {
        var certificates = new ClusterCertificates(cluster);
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
        ClientCertificateMode = RemoteCertificateMode.NoCertificate, // It is chosen below, as its file has it by then.
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
