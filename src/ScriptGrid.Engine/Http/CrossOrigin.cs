using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http;

/// <summary>
/// Tells requests that a page of another origin has a browser send, which would bring the login that the browser keeps for this one. Browsers say
/// so by <c>Sec-Fetch-Site</c> (W3C Fetch Metadata), over plain HTTP by <c>Origin</c> alone (RFC 6454); other clients send neither.
/// </summary>
internal static class CrossOrigin
{
    public const string Refusal = "A page of another origin sent this request, which changes something; open ScriptGrid's own pages. Over plain HTTP a proxy must pass Host on.";

    /// <summary>Whether the request would change something, and comes from such a page.</summary>
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
}
