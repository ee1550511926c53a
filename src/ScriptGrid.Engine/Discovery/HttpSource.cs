using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// A target list from an HTTP server. Each query uses a new connection, and reads every secret and certificate anew. The login is sent only to the
/// configured server, and no redirect from TLS to plain HTTP is followed.
/// </summary>
internal sealed class HttpSource(HttpSourceSettings settings, TimeProvider time) : IDiscoverySource
{
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MaxRedirects = 5;
    private const string UrlLabel = "__meta_url";

    /// <summary>The URL as messages and labels show it, without the query, which may be secret.</summary>
    private readonly string _shown = settings.Url.GetLeftPart(UriPartial.Path);

    /// <inheritdoc/>
    public async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(settings.Timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await AskAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"no answer within {settings.Timeout.TotalSeconds} s"));
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.InnerException?.Message ?? exception.Message);
        }
        catch (Exception exception) when (exception is IOException or CryptographicException)
        {
            return Failed(exception.Message);
        }
    }

    private async Task<SourceAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using HttpMessageInvoker client = new(CreateHandler());
        Uri url = settings.Url;
        for (int redirects = 0; ; redirects++)
        {
            using HttpRequestMessage request = Request(url);
            using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (RedirectOf(response, url) is not { } next)
            {
                return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            }

            if (RedirectProblem(redirects, url, next) is { } problem)
            {
                return Failed(problem);
            }

            url = next;
        }
    }

    private static string? RedirectProblem(int redirects, Uri from, Uri to) =>
        redirects == MaxRedirects ? $"more than {MaxRedirects} redirects"
        : to.Scheme is not ("http" or "https") ? $"a redirect leads to {to.Scheme}://, which is neither http:// nor https://"
        : from.Scheme == Uri.UriSchemeHttps && to.Scheme != Uri.UriSchemeHttps ? "a redirect leads from https:// to http://"
        : null;

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        if (settings.Tls is not null)
        {
            handler.SslOptions = new TlsContext(settings.Tls).OptionsFor(settings.Url.Host);
        }

        return handler;
    }

    private HttpRequestMessage Request(Uri url)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ScriptGrid", BuildInfo.Version));
        request.Headers.Add("X-Prometheus-Refresh-Interval-Seconds", settings.Refresh.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        bool isOwn = Uri.Compare(url, settings.Url, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
        request.Headers.Authorization = !isOwn ? null
            : settings.BearerToken is { } token ? new AuthenticationHeaderValue("Bearer", CurrentToken(token))
            : settings.Username is not null
                ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Username}:{Current(settings.Password ?? default)}")))
            : null;
        return request;
    }

    private static string Current(Secret secret) => secret.File is not { } file ? secret.Text ?? ""
        : SecretReader.TryReadFile(file, out string problem) ?? throw new IOException(problem);

    private static string CurrentToken(Secret token)
    {
        string text = Current(token).Trim();
        return HttpSourceReader.TokenProblem(text) is { } problem ? throw new IOException($"{token.File}: {problem}") : text;
    }

    private static Uri? RedirectOf(HttpResponseMessage response, Uri url) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location ? new Uri(url, location) : null;

    private async Task<SourceAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode} {response.StatusCode}"));
        }

        using var body = new MemoryStream();
        Stream content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] buffer = new byte[16 * 1024];
        for (int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            read > 0;
            read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
            {
                return Failed($"its answer is longer than {MaxBytes / 1024 / 1024} MiB");
            }
        }

        ImmutableArray<FoundTarget>? targets = TargetListReader.ReadJson(
            body.GetBuffer().AsSpan(0, (int)body.Length), _shown, LabelSet.From([new(UrlLabel, _shown)]), out string problem);
        return new SourceAnswer(targets, targets is null ? problem : null);
    }

    private SourceAnswer Failed(string problem) => SourceAnswer.Failed($"{_shown}: {problem}");
}
