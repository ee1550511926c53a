using Microsoft.Playwright;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>Answers for a page, in place of the server's.</summary>
internal static class AnsweredPage
{
    /// <summary>Answers a path of the API with data.</summary>
    public static Task AnswerAsync(this IPage page, string pattern, string data) => page.RouteAsync(pattern, route => route.FulfillAsync(new()
    {
        ContentType = "application/json",
        Body = $$"""{"status":"success","data":{{data}} }""",
    }));

    /// <summary>Answers with a fleet of one target.</summary>
    /// <param name="page">The page.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="labels">The labels of the fleet, with their values, as JSON.</param>
    /// <param name="missing">The silos that do not answer, with the number of their targets, as JSON.</param>
    public static async Task AnswerFleetAsync(this IPage page, string target, string labels = "{}", string missing = "null")
    {
        await page.AnswerAsync("**/api/v1/fleet*", $$"""
            {"total":1,"matches":1,"states":{"ok":1,"failing":0,"down":0,"pending":0},"reasons":{},"scripts":["a.lua"],"sources":[],"owners":["silo-1"],"labels":{{labels}},"missing":{{missing}},"cells":"o"}
            """);
        await page.AnswerAsync("**/api/v1/targets?*", $$"""
            {"total":1,"offset":0,"targets":[{"target":"{{target}}","labels":{},"state":"up","owner":"silo-1","scripts":[
            {"name":"a.lua","result":"values","durationSeconds":0.002,"lastSuccess":null,"intervalSeconds":15,"errorsTotal":3,"lastRun":"2026-01-02T03:04:05Z","nextRun":"2026-01-02T03:04:05Z"}]}]}
            """);
    }

    /// <summary>Answers with one target that has one script.</summary>
    /// <param name="page">The page.</param>
    /// <param name="script">More members of the script, as JSON.</param>
    public static Task AnswerTargetAsync(this IPage page, string script) => page.AnswerAsync("**/api/v1/targets/*", $$"""
        {"target":"a:1","labels":{},"state":"up","owner":null,"version":null,"scripts":[{"name":"a.lua","result":"failed","durationSeconds":null,
        "lastSuccess":null,"intervalSeconds":15,"errorsTotal":343,"lastRun":"2026-01-02T03:04:05Z","nextRun":null,"lines":"",{{script}} }]}
        """);
}
