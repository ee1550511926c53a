using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>Serves the files to which pages refer: the style sheet, the scripts and the icon.</summary>
internal static class AssetEndpoint
{
    /// <summary>The route parameter that holds the name of the file.</summary>
    public const string Name = "name";

    private static readonly FrozenDictionary<string, StaticContent> Files = PageFiles.Names
        .Where(static name => ContentType(name) is not null)
        .ToFrozenDictionary(static name => name, static name => new StaticContent(PageFiles.Read(name), ContentType(name)!), StringComparer.Ordinal);

    /// <summary>Responds with the file, or with 404.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        if (context.Request.RouteValues[Name] is string name && Files.TryGetValue(name, out StaticContent? file))
        {
            return file.WriteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>Returns the type of a file that is served as it is; null for a file that is only a part of pages.</summary>
    private static string? ContentType(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}
