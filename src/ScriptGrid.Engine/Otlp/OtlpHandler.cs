using System.Globalization;
using System.Security.Cryptography;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Otlp;

/// <summary>
/// Sends requests to the receiver. Each request has the headers that the headers file contains at that time; each new connection shows the
/// certificate that its file contains at that time.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="secrets">Receives the values of the headers, for masking.</param>
internal sealed class OtlpHandler(OtlpSettings settings, ConfiguredSecrets secrets) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private TlsContext? _tls;
    private HttpMessageInvoker? _connections;

    /// <summary>The problem of the last request that failed; null if none has.</summary>
    public string? LastProblem { get; private set; }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(Prepare(request).Send(request, cancellationToken));
        }
        catch (Exception failure)
        {
            LastProblem = failure.InnerException?.Message ?? failure.Message;
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(await Prepare(request).SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            LastProblem = failure.InnerException?.Message ?? failure.Message;
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            secrets.Hold(this, []);
            _connections?.Dispose();
        }

        base.Dispose(disposing);
    }

    private HttpResponseMessage Noted(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            LastProblem = string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode} {response.StatusCode}");
        }

        return response;
    }

    private HttpMessageInvoker Prepare(HttpRequestMessage request)
    {
        if (settings.HeadersFile is { } path)
        {
            IReadOnlyList<KeyValuePair<string, string>> headers = OtlpHeaders.Read(path, out string problem) ?? throw new IOException(problem);
            secrets.Hold(this, [.. headers.Select(static header => header.Value)]);
            foreach ((string name, string value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        lock (_gate)
        {
            if (_connections is null || HasNewFiles())
            {
                // Requests under way finish on the old connections, which close after they have been idle.
                _connections = new HttpMessageInvoker(Create());
            }

            return _connections;
        }
    }

    /// <summary>Whether the TLS files have changed and are usable. A new certificate whose key has not been replaced yet changes nothing.</summary>
    private bool HasNewFiles()
    {
        try
        {
            return _tls?.Reload() == true;
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private SocketsHttpHandler Create()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null };
        if (settings.Tls is { } tls)
        {
            _tls ??= new TlsContext(tls);
            handler.SslOptions = _tls.OptionsFor(settings.Endpoint.Host);
        }

        return handler;
    }
}
