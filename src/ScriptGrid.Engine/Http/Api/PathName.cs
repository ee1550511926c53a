using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The name that a path ends with, which may have slashes.</summary>
internal static class PathName
{
    private const string Slash = "%2F";

    /// <summary>
    /// What a path has behind a folder, decoded once. The server decodes all but <c>%2F</c>: where that stands in the value of a route it came so, and means a slash, or
    /// it came as <c>%252F</c>, and means itself. What came tells which.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="folder">The path of all, such as <see cref="Configuration.WebPaths.Targets"/>.</param>
    /// <param name="value">The name of the route's value.</param>
    public static string In(HttpContext context, string folder, string value)
    {
        string name = (string?)context.Request.RouteValues[value] ?? "";
        if (!name.Contains(Slash, StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        string path = Uri.UnescapeDataString(RawPath(context));
        int start = path.IndexOf($"{folder}/", StringComparison.OrdinalIgnoreCase); // Routes look at no case.
        return start < 0 ? name.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase) : path[(start + folder.Length + 1)..];
    }

    private static string RawPath(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
}
