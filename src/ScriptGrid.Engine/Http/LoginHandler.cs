using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Access;

namespace ScriptGrid.Engine.Http;

/// <summary>Authenticates requests by user and password or by a bearer token, and responds to those that are refused.</summary>
internal sealed class LoginHandler(WebAccess access) : IAuthenticationHandler
{
    /// <summary>The name of this authentication scheme in ASP.NET Core.</summary>
    public const string Scheme = "ScriptGrid";

    private HttpContext _context = null!;
    private AccessRules _rules = null!;
    private LoginOutcome? _outcome;

    /// <summary>Whether a request changes something: GET and HEAD only read.</summary>
    public static bool IsChange(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (_context, _rules) = (context, access.Rules);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<AuthenticateResult> AuthenticateAsync()
    {
        string authorization = _context.Request.Headers.Authorization.ToString();
        bool isOpen = _context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (isOpen || authorization.Length == 0 || _rules.Needed(IsChange(_context.Request)) == AccessRole.Anybody)
        {
            return AuthenticateResult.NoResult();
        }

        WebConnection? connection = _context.Features.Get<WebConnection>();
        IPAddress address = _context.Connection.RemoteIpAddress ?? IPAddress.None;
        LoginOutcome outcome = await access.Logins.CheckAsync(_rules, authorization, address, connection?.LoginMark, _context.RequestAborted);
        _outcome = outcome;
        if (outcome.Role > AccessRole.Anybody && connection is not null)
        {
            connection.LoginMark = outcome.Mark;
        }

        return outcome.Role == AccessRole.Anybody
            ? AuthenticateResult.Fail("The login is wrong.")
            : AuthenticateResult.Success(new AuthenticationTicket(Principal(outcome), Scheme));
    }

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (_outcome is { Wait: { } wait })
        {
            access.Meter.HeldOff.Inc();
            _context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return PlainText.WriteAsync(_context.Response, StatusCodes.Status429TooManyRequests, "Too many logins from your address have failed; try again later.");
        }

        bool isWrong = _outcome is not null;
        (isWrong ? access.Meter.WrongLogin : access.Meter.NoLogin).Inc();
        _context.Response.Headers.WWWAuthenticate = _rules.Challenges.ToArray();
        return PlainText.WriteAsync(_context.Response, StatusCodes.Status401Unauthorized, isWrong ? "The login is wrong." : "This needs a login.");
    }

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties)
    {
        access.Meter.Role.Inc();
        return PlainText.WriteAsync(_context.Response, StatusCodes.Status403Forbidden, "This needs the login of an admin; web: {admin: …} in the configuration file lists the admins.");
    }

    private static ClaimsPrincipal Principal(LoginOutcome outcome) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, outcome.Name), new Claim(ClaimTypes.Role, outcome.Role.ToString())], Scheme));
}
