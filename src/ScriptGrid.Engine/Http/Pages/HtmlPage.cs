using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>
/// A page in the frame that all share. It holds no data: its script asks the JSON API. Every link is relative, by as many steps as the page lies below
/// the root, so that pages work behind any prefix that a proxy adds.
/// </summary>
internal sealed class HtmlPage
{
    /// <summary>Everything comes from this server, and nothing from within the HTML.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private const string Root = "{{root}}";

    /// <summary>Pages of so many depths are kept: sockets in folders lie deep, and whoever asks for more followed no link.</summary>
    private const int MostKept = 16;

    private readonly int _slashesOfPrefix;
    private readonly string _template;
    private readonly ConcurrentDictionary<int, StaticContent> _byDepth = new();

    /// <param name="name">The page's files: its content is <c>name.html</c>, its script <c>name.js</c>.</param>
    /// <param name="title">What the browser calls it.</param>
    /// <param name="section">The path of the entry of the navigation that it belongs to.</param>
    /// <param name="web">Where the server lives.</param>
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

    /// <summary>Answers with the page. The root itself wants a slash at its end, or links would lead beside it.</summary>
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
