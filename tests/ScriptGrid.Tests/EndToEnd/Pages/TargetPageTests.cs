using Microsoft.Playwright;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>One target's page.</summary>
[Collection(nameof(PagesCollection))]
public sealed class TargetPageTests(PagesFixture fixture) : IAsyncLifetime
{
    private BrowserPage _browser = null!;

    public async Task InitializeAsync() => _browser = await fixture.BrowseAsync();

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task Key_ThatIsHtml_IsShownAsText()
    {
        IPage page = await _browser.OpenAsync($"/targets/{fixture.Good}");

        await Assertions.Expect(page.GetByText(PagesFixture.HostileKey).First).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        Assert.Equal($"{fixture.Good} · ScriptGrid", await page.TitleAsync());
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task Values_Large_HaveAllTheirWholeDigits()
    {
        IPage page = await _browser.PrepareAsync();
        await page.RouteAsync("**/api/v1/targets/*", static route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """
                {"status":"success","data":{"target":"a:1","labels":{},"state":"up","owner":null,"version":null,"scripts":[{"name":"a.lua","result":"values","durationSeconds":0.002,
                "lastSuccess":null,"intervalSeconds":15,"errorsTotal":0,"lastRun":"2026-01-02T03:04:05Z","nextRun":null,"values":[
                {"name":"ts","labels":{},"value":1795982982.921},{"name":"mem","labels":{},"value":12345678901.5},{"name":"big","labels":{},"value":16777217},
                {"name":"huge","labels":{},"value":1234567890123456},{"name":"part","labels":{},"value":0.30000000000000004}],
                "valuesTotal":5,"lines":"","history":{"step":15,"end":"2026-01-02T03:04:15Z","durations":[0.002,0.002],"results":["ok","ok"],
                "values":[{"name":"big","points":[16777216,16777217]}]}}]}}
                """,
        }));
        await _browser.OpenAsync("/targets/a:1");

        await Assertions.Expect(page.Locator(".values td.number")).ToHaveTextAsync(["1795982982.921", "12345678901.5", "16,777,217", "1,234,567,890,123,456", "0.3"]);
        await Assertions.Expect(page.Locator(".sparks .number")).ToHaveTextAsync("16,777,217");
        string line = (await page.Locator(".sparks path.curve").GetAttributeAsync("d"))!;
        Assert.Equal(2, line.Split(" 12.0").Length - 1); // One height: the digits that memory has no room for are no step.
    }

    [Fact]
    public async Task History_WithFailures_SaysInHowManyIntervals()
    {
        IPage page = await _browser.PrepareAsync();
        await page.AnswerTargetAsync("""
            "values":[],"valuesTotal":0,"history":{"step":15,"end":"2026-01-02T03:04:15Z","durations":[null,null,null],"results":[null,"failed","failed"],"values":[]}
            """);
        await _browser.OpenAsync("/targets/a:1");

        await Assertions.Expect(page.GetByText("2 of 3 intervals with failures", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Results of the last 15 minutes: 2 of 3 intervals with failures" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("no run was sent")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".facts div").Filter(new() { HasText = "Duration" }).Locator("dd")).ToHaveTextAsync("–");
    }

    [Fact]
    public async Task TextOfAServer_ThatTurnsTheDirection_IsShownByItsNumbers()
    {
        IPage page = await _browser.PrepareAsync();
        await page.AnswerTargetAsync("""
            "error":{"reason":"script","message":"ERR \u202edrowssap\u2066"},"values":[{"name":"a","labels":{"k\u200f":"v\u202d"},"value":1}],"valuesTotal":1,"history":null
            """);
        await _browser.OpenAsync("/targets/a:1");

        await Assertions.Expect(page.GetByText("ERR \\u202edrowssap\\u2066", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".values .chip")).ToHaveTextAsync("k\\u200f=v\\u202d");
    }

    [Fact]
    public async Task CollectNow_NoConnection_DoesNotSayThatScriptGridCannotBeReachedBesideLive()
    {
        IPage page = await _browser.OpenAsync($"/targets/{fixture.Good}");
        await page.RouteAsync("**/collect*", static route => route.AbortAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Collect all now" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Not collected: there was no connection")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        await Assertions.Expect(page.GetByText("cannot be reached")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task CollectNow_Clicked_SaysWhenItWasDone()
    {
        IPage page = await _browser.OpenAsync($"/targets/{fixture.Failing}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Collect all now" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Collected at")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Collect all now" })).ToBeEnabledAsync();
    }
}
