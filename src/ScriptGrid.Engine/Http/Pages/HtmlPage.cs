using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>
/// A page in the layout that all pages share. It contains no data; its script queries the JSON API. Every link is relative, with as many steps up as
/// the page is below the root, so that pages work behind any prefix that a proxy adds.
/// </summary>
internal sealed class HtmlPage
{
    /// <summary>Everything comes from this server, and nothing is inline in the HTML.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Root = "{{root}}";

    /// <summary>Pages of depths below this are cached. Unix sockets in nested folders have deep paths, but no link leads deeper than this.</summary>
    private const int MostKept = 16;

    private readonly int _slashesOfPrefix;
    private readonly string _template;
    private readonly ConcurrentDictionary<int, StaticContent> _byDepth = new();

    /// <param name="name">The name of the page's files: its content is <c>name.html</c>, its script <c>name.js</c>.</param>
    /// <param name="title">The title in the browser.</param>
    /// <param name="section">The path of the navigation entry to which the page belongs.</param>
    /// <param name="web">The settings of the server.</param>
    public HtmlPage(string name, string title, string section, WebSettings web)
    {
        _slashesOfPrefix = web.RoutePrefix == WebPaths.Landing ? 0 : web.RoutePrefix.Count('/');
        string entry = $"<a href=\"{Root}{section[1..]}\"";
        _template = PageFiles.ReadText("layout.html")
            .Replace($"{entry}>", $"{entry} aria-current=\"page\">", StringComparison.Ordinal)
            .Replace("{{main}}", PageFiles.ReadText($"{name}.html"), StringComparison.Ordinal)
            .Replace("{{scrape}}", web.Scrape ? PageFiles.ReadText("scrape.html") : "", StringComparison.Ordinal)
            .Replace("{{page}}", name, StringComparison.Ordinal)
            .Replace("{{title}}", title, StringComparison.Ordinal)
            .Replace("{{canonical}}", Canonical(section, web), StringComparison.Ordinal)
            .Replace("{{metrics}}", WebUtility.HtmlEncode(web.TelemetryPath[1..]), StringComparison.Ordinal)
            .Replace("{{version}}", WebUtility.HtmlEncode(BuildInfo.Version), StringComparison.Ordinal);
    }

    /// <summary>Responds with the page. The root itself needs a trailing slash, because relative links would otherwise lead one level too high.</summary>
    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        int depth = path.Count('/') - _slashesOfPrefix - 1;
        if (depth < 0)
        {
            context.Response.Redirect($"{path[(path.LastIndexOf('/') + 1)..]}/");
            return Task.CompletedTask;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return (depth < MostKept ? _byDepth.GetOrAdd(depth, Render) : Render(depth)).WriteAsync(context);
    }

    private StaticContent Render(int depth)
    {
        string root = depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
        return new StaticContent(Encoding.UTF8.GetBytes(_template.Replace(Root, root, StringComparison.Ordinal)), "text/html; charset=utf-8");
    }

    private static string Canonical(string section, WebSettings web) => web.ExternalUrl is { } url
        ? $"<link rel=\"canonical\" href=\"{WebUtility.HtmlEncode(url + section)}\">\n"
        : "";
}
