using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Connections.Security;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Client;

/// <summary>Sets up TLS on each connection to a gateway, if it is configured.</summary>
internal sealed class ConnectionTls(IOptions<ScriptGridClientOptions> options, GatewayNames names, ILogger<ConnectionTls> logger)
{
    /// <summary>Makes connections use TLS. Must be called before the proof of the secret is added.</summary>
    public void Configure(IConnectionBuilder connections)
    {
        if (options.Value.Tls is not { } tls)
        {
            return;
        }

        TlsFiles files = Open(tls);
        connections.UseClientTls(new TlsOptions
        {
            ClientCertificateMode = RemoteCertificateMode.NoCertificate, // OnAuthenticateAsClient sets the certificate, from the files as they are then.
            RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
            RemoteCertificateValidation = static (_, _, errors) => Accept(errors),
            OnAuthenticateAsClient = (connection, handshake) =>
            {
                At(ConnectionStep.Tls);
                Look(files);
                handshake.TargetHost = tls.ServerName ?? names.HostOf(connection.RemoteEndPoint);
                TlsHandshakes.Use((SslClientAuthenticationOptions)handshake.SslClientAuthenticationOptions, files.Current);
            },
        });
        connections.Use(static next => connection =>
        {
            At(ConnectionStep.Secured);
            return next(connection);
        });
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file is unusable.</exception>
    public static TlsFiles Open(ScriptGridClientTls tls) => new(tls.CaFile, tls.CertFile, tls.KeyFile, TlsFiles.ForClients);

    private static bool Accept(SslPolicyErrors errors)
    {
        if (ConnectionAttempt.Current is { } attempt)
        {
            attempt.CertificateErrors = errors;
        }

        return errors == SslPolicyErrors.None;
    }

    private static void At(ConnectionStep step)
    {
        if (ConnectionAttempt.Current is { } attempt)
        {
            attempt.Step = step;
        }
    }

    private void Look(TlsFiles files)
    {
        switch (files.Look(out string problem))
        {
            case TlsLook.Changed:
                Log.TlsFilesChanged(logger);
                break;
            case TlsLook.Refused:
                Log.TlsFilesRefused(logger, problem);
                break;
        }
    }
}
