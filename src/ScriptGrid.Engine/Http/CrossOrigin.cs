using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http;

/// <summary>
/// Recognizes requests that a page of another origin makes a browser send; such a request would carry the login that the browser stores for this
/// origin. Browsers announce them with <c>Sec-Fetch-Site</c> (W3C Fetch Metadata), over plain HTTP only with <c>Origin</c> (RFC 6454). Other clients
/// send neither header.
/// </summary>
internal static class CrossOrigin
{
    public const string Refusal = "A page of another origin sent this request, which changes something; open ScriptGrid's own pages. Over plain HTTP a proxy must pass Host on.";

    /// <summary>Whether the request would change something and comes from such a page.</summary>
    public static bool IsChangeFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether a page of another origin may have made a browser send this GET. Over plain HTTP nothing tells it from what a person typed, so no browser
    /// counts there.
    /// </summary>
    public static bool MayBeFromElsewhere(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0
            ? site is not ("same-origin" or "none")
            : request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal);
    }
}
