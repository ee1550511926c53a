using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http.Pages;

/// <summary>The pages for people who look at the fleet in a browser, and the files of these pages.</summary>
internal static class PageEndpoints
{
    /// <summary>The query parameters in which the list of targets stores its state.</summary>
    private static readonly string[] Choices = ["state", "script", "label", "source", "owner", "reason", "q", "sort", "order", "page"];

    /// <summary>Returns all endpoints of pages.</summary>
    public static IEnumerable<WebEndpoint> Of(WebSettings web) =>
    [
        new(WebPaths.Landing, new HtmlPage("home", "ScriptGrid", WebPaths.Landing, web).HandleAsync),
        new(WebPaths.TargetsPage, new HtmlPage("targets", "Targets · ScriptGrid", WebPaths.TargetsPage, web).HandleAsync) { Parameters = Choices },
        new($"{WebPaths.TargetsPage}/{{**target}}", new HtmlPage("target", "Target · ScriptGrid", WebPaths.TargetsPage, web, isOfItem: true).HandleAsync),
        new(WebPaths.ScriptsPage, new HtmlPage("scripts", "Scripts · ScriptGrid", WebPaths.ScriptsPage, web).HandleAsync),
        new($"{WebPaths.ScriptsPage}/{{**script}}", new HtmlPage("script", "Script · ScriptGrid", WebPaths.ScriptsPage, web, isOfItem: true).HandleAsync),
        new(WebPaths.SilosPage, new HtmlPage("silos", "Silos · ScriptGrid", WebPaths.SilosPage, web).HandleAsync),
        new(WebPaths.DiscoveryPage, new HtmlPage("discovery", "Discovery · ScriptGrid", WebPaths.DiscoveryPage, web).HandleAsync),
        new(WebPaths.ConfigurationPage, new HtmlPage("configuration", "Configuration · ScriptGrid", WebPaths.ConfigurationPage, web).HandleAsync),
        new($"{WebPaths.Assets}/{{{AssetEndpoint.Name}}}", AssetEndpoint.HandleAsync),
    ];
}
