using Microsoft.Extensions.Options;
using ScriptGrid.Client.Security;

namespace ScriptGrid.Client;

/// <summary>Finds everything that is wrong with the options when the host starts.</summary>
/// <param name="needsGateways">Whether the options must name gateways, because nothing else in the process finds the cluster.</param>
/// <param name="isOwn">Whether the Orleans client exists for ScriptGrid alone.</param>
/// <param name="isSilo">Whether the process is a silo of the cluster.</param>
internal sealed class ClientOptionsValidator(bool needsGateways, bool isOwn, bool isSilo) : IValidateOptions<ScriptGridClientOptions>
{
    private static readonly ScriptGridClientOptions Unset = new();

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ScriptGridClientOptions options)
    {
        string[] problems =
        [
            .. GatewayProblems(options), .. SecretProblems(options), .. TlsProblems(options), .. UnusedProblems(options), .. OtherProblems(options),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> GatewayProblems(ScriptGridClientOptions options)
    {
        if (needsGateways && options.Gateways.Count == 0)
        {
            yield return $"{nameof(options.Gateways)} is empty: name a silo's gateway, configure a membership store, or add the process's own "
                + "Orleans client before ScriptGrid's.";
        }
        else if (!needsGateways && options.Gateways.Count > 0)
        {
            yield return $"{nameof(options.Gateways)} is not used here: Orleans in this process finds the cluster by itself.";
        }

        foreach (string gateway in options.Gateways.Where(static gateway => !Gateway.TryParse(gateway, out _)))
        {
            yield return $"{gateway} is not a gateway: it must be host:port.";
        }
    }

    private static IEnumerable<string> SecretProblems(ScriptGridClientOptions options)
    {
        if (options is { Secret: not null, SecretFile: not null })
        {
            yield return $"Give {nameof(options.Secret)} or {nameof(options.SecretFile)}, not both.";
            yield break;
        }

        string? problem = options switch
        {
            { SecretFile: { } file } => SecretFile.Read(file, out string unusable) is null ? unusable : null,
            { Secret: { } secret } => ClientSecret.Problem(ClientSecret.Parse(secret)),
            _ => null,
        };
        if (problem is not null)
        {
            yield return problem;
        }
    }

    private IEnumerable<string> TlsProblems(ScriptGridClientOptions options)
    {
        if (options.Tls is not { } tls)
        {
            yield break;
        }

        if (!isOwn)
        {
            yield return $"{nameof(options.Tls)} is not used here: the Orleans client or silo in this process has its own TLS settings.";
            yield break;
        }

        if (tls is { KeyFile: not null, CertFile: null })
        {
            yield return $"{nameof(options.Tls)}: {nameof(tls.KeyFile)} is set without {nameof(tls.CertFile)}; set {nameof(tls.CertFile)} too.";
            yield break;
        }

        string? problem = null;
        try
        {
            _ = ConnectionTls.Open(tls);
        }
        catch (Exception failure) when (TlsFiles.IsOfFiles(failure))
        {
            problem = $"{nameof(options.Tls)}: {failure.Message}";
        }

        if (problem is not null)
        {
            yield return problem;
        }
    }

    /// <summary>Returns the options that are set, but that nothing reads.</summary>
    private IEnumerable<string> UnusedProblems(ScriptGridClientOptions options)
    {
        if (needsGateways && options.ServiceId != Unset.ServiceId)
        {
            yield return $"{nameof(options.ServiceId)} is not used here: gateways are found without it, and only a membership store needs it.";
        }

        (string Name, bool IsSet)[] others =
        [
            (nameof(options.ClusterId), options.ClusterId != Unset.ClusterId),
            (nameof(options.ServiceId), options.ServiceId != Unset.ServiceId),
            (nameof(options.ConnectTimeout), options.ConnectTimeout != Unset.ConnectTimeout),
        ];
        foreach ((string name, _) in others.Where(other => !isOwn && other.IsSet))
        {
            yield return $"{name} is not used here: the Orleans client or silo in this process has its own.";
        }

        (string Name, bool IsSet)[] secrets = [(nameof(options.Secret), options.Secret is not null), (nameof(options.SecretFile), options.SecretFile is not null)];
        foreach ((string name, _) in secrets.Where(secret => isSilo && secret.IsSet))
        {
            yield return $"{name} is not used here: the silo in this process calls its cluster without a gateway.";
        }
    }

    private static IEnumerable<string> OtherProblems(ScriptGridClientOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ClusterId) || string.IsNullOrWhiteSpace(options.ServiceId))
        {
            yield return $"{nameof(options.ClusterId)} and {nameof(options.ServiceId)} must not be empty.";
        }

        if (options.ConnectTimeout < TimeSpan.Zero)
        {
            yield return $"{nameof(options.ConnectTimeout)} must not be negative.";
        }
    }
}
