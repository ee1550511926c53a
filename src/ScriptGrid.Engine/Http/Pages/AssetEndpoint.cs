using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>Serves what pages refer to: the style sheet, the scripts and the icon.</summary>
internal static class AssetEndpoint
{
    /// <summary>The name of the route's parameter that names the file.</summary>
    public const string Name = "name";

    private static readonly FrozenDictionary<string, StaticContent> Files = PageFiles.Names
        .Where(static name => ContentType(name) is not null)
        .ToFrozenDictionary(static name => name, static name => new StaticContent(PageFiles.Read(name), ContentType(name)!), StringComparer.Ordinal);

    /// <summary>Answers with the file, or by 404.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        if (context.Request.RouteValues[Name] is string name && Files.TryGetValue(name, out StaticContent? file))
        {
            return file.WriteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>The type of a file that is served as it is; null for one that pages are put together from.</summary>
    private static string? ContentType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
