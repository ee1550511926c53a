using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Reads the name at the end of a path, which may contain slashes.</summary>
internal static class PathName
{
    private const string Slash = "%2F";

    /// <summary>
    /// Returns the part of the path behind a folder, decoded exactly once. The server decodes everything except <c>%2F</c>. A <c>%2F</c> in a route
    /// value was therefore sent either as <c>%2F</c>, which means a slash, or as <c>%252F</c>, which means itself. The raw request tells which.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="folder">The path of the folder, for example <see cref="Configuration.WebPaths.Targets"/>.</param>
    /// <param name="value">The name of the route value.</param>
    public static string In(HttpContext context, string folder, string value)
    {
        string name = (string?)context.Request.RouteValues[value] ?? "";
        if (!name.Contains(Slash, StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        string path = Uri.UnescapeDataString(RawPath(context));
        int start = path.IndexOf($"{folder}/", StringComparison.OrdinalIgnoreCase); // Routes ignore case.
        return start < 0 ? name.Replace(Slash, "/", StringComparison.OrdinalIgnoreCase) : path[(start + folder.Length + 1)..];
    }

    private static string RawPath(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
}
