using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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
    private const string Canonical = "{{canonical}}";

    /// <summary>Pages of depths below this are cached. Unix sockets in nested folders have deep paths, but no link leads deeper than this.</summary>
    private const int MostKept = 16;

    private readonly string _prefix;
    private readonly int _slashesOfPrefix;
    private readonly string? _itemsUrl;
    private readonly string _template;
    private readonly ConcurrentDictionary<int, StaticContent> _byDepth = new();

    /// <param name="name">The name of the page's files: its content is <c>name.html</c>, its script <c>name.js</c>.</param>
    /// <param name="title">The title in the browser.</param>
    /// <param name="section">The path of the navigation entry to which the page belongs.</param>
    /// <param name="web">The settings of the server.</param>
    /// <param name="isOfItem">Whether the page is about one item of the section, which its path names.</param>
    public HtmlPage(string name, string title, string section, WebSettings web, bool isOfItem = false)
    {
        _prefix = web.RoutePrefix == WebPaths.Landing ? "" : web.RoutePrefix;
        _slashesOfPrefix = _prefix.Count('/');
        _itemsUrl = isOfItem ? web.ExternalUrl : null;
        string entry = $"<a href=\"{Root}{section[1..]}\"";
        _template = PageFiles.ReadText("layout.html")
            .Replace($"{entry}>", $"{entry} aria-current=\"page\">", StringComparison.Ordinal)
            .Replace("{{main}}", PageFiles.ReadText($"{name}.html"), StringComparison.Ordinal)
            .Replace("{{scrape}}", web.Scrape ? PageFiles.ReadText("scrape.html") : "", StringComparison.Ordinal)
            .Replace("{{page}}", name, StringComparison.Ordinal)
            .Replace("{{title}}", title, StringComparison.Ordinal)
            .Replace(Canonical, isOfItem ? Canonical : LinkTo(web.ExternalUrl, section), StringComparison.Ordinal)
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
        StaticContent content = _itemsUrl is not null ? Render(depth, LinkTo(_itemsUrl, OwnPath(context)))
            : depth < MostKept ? _byDepth.GetOrAdd(depth, depth => Render(depth, canonical: ""))
            : Render(depth, canonical: "");
        return content.WriteAsync(context);
    }

    private StaticContent Render(int depth, string canonical)
    {
        string root = depth == 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
        string page = _template.Replace(Root, root, StringComparison.Ordinal).Replace(Canonical, canonical, StringComparison.Ordinal);
        return new StaticContent(Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");
    }

    /// <summary>
    /// Returns the path of the request below the prefix, escaped as the client sent it, because decoding is not reversible. Returns null if the request
    /// has another form.
    /// </summary>
    private string? OwnPath(HttpContext context)
    {
        string sent = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int query = sent.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? sent : sent[..query];
        return path.StartsWith($"{_prefix}/", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal) ? path[_prefix.Length..] : null;
    }

    private static string LinkTo(string? url, string? path) =>
        url is null || path is null ? "" : $"<link rel=\"canonical\" href=\"{WebUtility.HtmlEncode(url + path)}\">\n";
}
