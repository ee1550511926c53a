using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Access;

/// <summary>
/// Controls who may do what over HTTP. The files that define it are followed. Their content applies to new connections and requests; unusable content
/// changes nothing. Whether TLS and HTTP/2 are used is fixed at the start, and a barrier against clients is never removed before the process ends.
/// </summary>
internal sealed class WebAccess : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly (WebBarriers Barrier, string Text)[] Lacks =
    [
        (WebBarriers.Login, "no user and no token are left, so that nobody would have to log in"),
        (WebBarriers.Certificate, "client_auth_type no longer requires a certificate"),
        (WebBarriers.Signature, "client_auth_type no longer checks certificates"),
        (WebBarriers.Authority, "client_ca_file is missing now"),
        (WebBarriers.Name, "client_allowed_sans is missing now"),
    ];

    private readonly WebAccessSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConfiguredSecrets _secrets;
    private readonly FailedLogins _failedLogins;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private WebAccessContent _content;
    private FollowedFiles _seen;
    private bool _isRefused;
    private volatile AccessRules _rules;

    /// <param name="web">The settings, and the content of their files.</param>
    /// <param name="time">The clock that decides when to read the files again.</param>
    /// <param name="logger">Logs changes.</param>
    /// <param name="metrics">The registry of the metrics about access.</param>
    /// <param name="secrets">Receives every secret that is read, for masking.</param>
    public WebAccess(WebSettings web, TimeProvider time, ILogger<WebAccess> logger, OwnMetrics metrics, ConfiguredSecrets secrets)
    {
        (_settings, _content, _time, _logger, _secrets) = (web.Access, web.AccessContent, time, logger, secrets);
        _seen = _content.Files;
        _failedLogins = new FailedLogins(time, logger);
        Logins = new Logins(_failedLogins);
        Meter = new AccessMeter(metrics);
        _rules = new AccessRules(_content, LimiterOf(_content.Web.Rate));
        Use(_rules);
    }

    /// <summary>The current rules.</summary>
    public AccessRules Rules => _rules;

    /// <summary>Whether the server uses TLS.</summary>
    public bool IsTls => _content.Web.Tls is not null;

    /// <summary>Whether the server offers HTTP/2 in addition to HTTP/1.1.</summary>
    public bool IsHttp2 => IsTls && _content.Web.Http2;

    /// <summary>Checks logins.</summary>
    public Logins Logins { get; }

    /// <summary>The metrics about refused requests.</summary>
    public AccessMeter Meter { get; }

    /// <summary>Starts to follow the files.</summary>
    public void Follow() => _ = FollowAsync(_stop.Token);

    /// <summary>Reads the files now if they changed.</summary>
    public void Look()
    {
        lock (_gate)
        {
            if (!_seen.HaveChanged)
            {
                return;
            }

            var problems = new Problems();
            WebAccessContent read = WebAccessContent.Read(_settings, problems);
            _seen = read.Files;
            string[] errors = [.. problems.Errors(), .. problems.HasErrors ? [] : Unchangeable(read)];
            if (errors.Length > 0)
            {
                Refuse(errors);
            }
            else
            {
                Take(read);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        Logins.Dispose();
        _failedLogins.Dispose();
        _rules.Rate?.Dispose();
    }

    private static TokenBucketRateLimiter? LimiterOf(RequestRate? rate) => rate is null ? null : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
    {
        TokenLimit = rate.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = rate.Interval,
    });

    private IEnumerable<string> Unchangeable(WebAccessContent read)
    {
        if (read.Web.Tls is not null != IsTls)
        {
            yield return "TLS cannot be turned on or off at run time; restart the process";
        }

        if (IsTls && read.Web.Http2 != _content.Web.Http2)
        {
            yield return "http2 cannot be changed at run time; restart the process";
        }

        WebBarriers missing = _content.Barriers & ~read.Barriers;
        foreach ((_, string lack) in Lacks.Where(lack => missing.HasFlag(lack.Barrier)))
        {
            yield return $"{lack}; a change that lets more clients in takes effect only with a restart of the process";
        }
    }

    private void Refuse(string[] errors)
    {
        foreach (string error in errors)
        {
            Log.AccessNotRead(_logger, _secrets.Mask.Apply(error));
        }

        _isRefused = true;
        Meter.Read(isRead: false);
    }

    private void Take(WebAccessContent read)
    {
        AccessRules before = _rules;
        bool isSameRate = read.Web.Rate == _content.Web.Rate;
        AccessRules after;
        try
        {
            after = new AccessRules(read, isSameRate ? before.Rate : LimiterOf(read.Web.Rate));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            Refuse([$"the certificate of the HTTP server cannot be used: {exception.Message.TrimEnd('.')}"]);
            return;
        }

        _secrets.Hold(this, [.. _content.Secrets(), .. read.Secrets()]);
        _content = read;
        _rules = after;
        Use(_rules);
        if (!isSameRate)
        {
            before.Rate?.Dispose();
        }

        if (_isRefused)
        {
            _isRefused = false;
            Meter.Read(isRead: true);
        }

        Log.AccessChanged(_logger);
    }

    private void Use(AccessRules rules)
    {
        if (rules.Handshake is { } handshake)
        {
            Meter.Serve(handshake.NotAfter);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, _time, cancellationToken).ConfigureAwait(false);
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
