using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http;

/// <summary>The page for people who open the collector in a browser.</summary>
internal sealed class LandingPage(WebSettings web)
{
    private const string ScrapeForm = $"""
        <h2>Collect one target now</h2>
        <form action="{WebPaths.Scrape}">
          <input name="target" placeholder="host:port" aria-label="Target" required>
          <input name="script" placeholder="every script" aria-label="Script">
          <button>Scrape</button>
        </form>

        """;

    private readonly byte[] _page = Encoding.UTF8.GetBytes(Render(WebUtility.HtmlEncode(web.TelemetryPath), web.Scrape ? ScrapeForm : ""));

    /// <summary>Answers with the page.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = _page.Length;
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        await response.Body.WriteAsync(_page, context.RequestAborted);
    }

    private static string Render(string metrics, string form) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>ScriptGrid</title>
        <link rel="icon" href="data:,">
        <style>
          :root { color-scheme: light dark; }
          :root { --line: light-dark(#d8dee4, #30363d); --soft: light-dark(#57606a, #9198a1); --accent: light-dark(#b3261e, #ff7b72); }
          body { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; font: 1rem/1.55 system-ui, sans-serif; }
          h1 { margin: 0; font-size: 1.9rem; letter-spacing: -0.02em; }
          h1 small { font-size: 0.9rem; font-weight: normal; letter-spacing: 0; color: var(--soft); }
          p { margin: 0.25rem 0 2rem; color: var(--soft); }
          h2 { font-size: 1.05rem; }
          a { color: var(--accent); }
          dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1.5rem; }
          dl { padding: 1rem 0; margin: 0 0 2rem; border-block: 1px solid var(--line); }
          dt, input { font-family: ui-monospace, monospace; font-size: 0.9rem; }
          dd { margin: 0; }
          form { display: flex; flex-wrap: wrap; gap: 0.5rem; }
          input { flex: 1 1 10rem; }
          input, button { padding: 0.45rem 0.7rem; border: 1px solid var(--line); border-radius: 0.4rem; }
          button { border-color: var(--accent); background: var(--accent); color: light-dark(#fff, #0d1117); font: inherit; }
        </style>
        </head>
        <body>
        <h1>ScriptGrid <small>{{WebUtility.HtmlEncode(BuildInfo.Version)}}</small></h1>
        <p>Runs Lua scripts on every Redis of a fleet and serves their results to Prometheus.</p>
        <dl>
          <dt><a href="{{metrics}}">{{metrics}}</a></dt><dd>The results of the last collections, and metrics of the collector itself.</dd>
          <dt><a href="{{WebPaths.Targets}}">{{WebPaths.Targets}}</a></dt><dd>Each target's state, last results and errors, as JSON.</dd>
          <dt><a href="{{WebPaths.Healthy}}">{{WebPaths.Healthy}}</a></dt><dd>Whether the process serves.</dd>
          <dt><a href="{{WebPaths.Ready}}">{{WebPaths.Ready}}</a></dt><dd>Whether each script has run, or failed, on each target.</dd>
          <dt>{{WebPaths.Reload}}</dt><dd>Re-reads the configuration (POST or PUT).</dd>
        </dl>
        {{form}}</body>
        </html>

        """;
}
