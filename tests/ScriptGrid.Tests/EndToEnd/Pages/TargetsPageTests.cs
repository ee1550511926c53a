using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>The list of targets: filters, the grid, and a refresh that loses nothing.</summary>
[Collection(nameof(PagesCollection))]
public sealed partial class TargetsPageTests(PagesFixture fixture) : IAsyncLifetime
{
    private BrowserPage _browser = null!;

    public async Task InitializeAsync() => _browser = await fixture.BrowseAsync();

    public async Task DisposeAsync() => await _browser.DisposeAsync();

    [Fact]
    public async Task State_Chosen_IsInTheUrlAndGoesBack()
    {
        IPage page = await _browser.OpenAsync("/targets");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(fixture.Targets);

        await page.GetByRole(AriaRole.Button, new() { NameRegex = Down() }).ClickAsync();

        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets?state=down");
        await Assertions.Expect(Rows(page).First).ToContainTextAsync(fixture.Down);
        await Assertions.Expect(Rows(page).First).ToContainTextAsync("Cannot connect");
        await page.GoBackAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(fixture.Targets);
    }

    [Fact]
    public async Task Filters_OfTheUrl_AreThoseOfTheForm()
    {
        IPage page = await _browser.OpenAsync("/targets?label=env:staging&script=limits.lua&sort=errors&order=desc");

        await Assertions.Expect(Rows(page)).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("[name=label]")).ToHaveValueAsync("env:staging");
        await Assertions.Expect(page.Locator("[name=script]")).ToHaveValueAsync("limits.lua");
        await Assertions.Expect(page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Errors");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear", Exact = true }).ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(fixture.Targets);
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets?sort=errors&order=desc");
    }

    [Fact]
    public async Task Label_WithBlanksAtItsEnds_IsChosenAsItIs()
    {
        IPage page = await _browser.PrepareAsync();
        await page.AnswerFleetAsync("a:1", """{"team":[" mail ","mail"]}""");
        await _browser.OpenAsync("/targets");

        await page.Locator("[name=label]").SelectOptionAsync("team: mail ");
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets?label=team%3A+mail+");
        await page.Locator("[name=q]").FillAsync(" a ");

        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets?label=team%3A+mail+&q=a");
    }

    [Fact]
    public async Task Target_WithALongName_LeavesEveryColumnInView()
    {
        IPage page = await _browser.PrepareAsync();
        await page.SetViewportSizeAsync(1280, 800);
        await page.AnswerFleetAsync($"{new string('a', 130)}:6379");
        await _browser.OpenAsync("/targets");
        await Rows(page).GetByRole(AriaRole.Button).ClickAsync();

        foreach (string table in new[] { "#targets", "#targets .inner table" })
        {
            int hidden = await page.EvalOnSelectorAsync<int>(table, "table => table.parentNode.scrollWidth - table.parentNode.clientWidth");
            Assert.True(hidden <= 0, $"{table}: {hidden} px are out of view");
        }

        await _browser.ShootAsync("targets-long-name");
    }

    [Fact]
    public async Task Silo_ThatDoesNotAnswer_IsNamedUntilItAnswersAgain()
    {
        IPage page = await _browser.PrepareAsync();
        await page.AnswerFleetAsync("a:1", missing: """{"targets":1,"silos":["10.0.0.2:11111"]}""");
        await _browser.OpenAsync("/targets");

        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "1 target is missing" })).ToContainTextAsync("Silo 10.0.0.2:11111 does not answer.");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await _browser.ShootAsync("targets-missing");
        await page.AnswerFleetAsync("a:1", missing: """{"targets":30,"silos":["10.0.0.2:11111","10.0.0.3:11111"]}""");
        await Assertions.Expect(page.GetByText("30 targets are missing")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Silos 10.0.0.2:11111, 10.0.0.3:11111 do not answer.")).ToBeVisibleAsync();
        await page.AnswerFleetAsync("a:1");

        await Assertions.Expect(page.GetByText("missing")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Find_FromTheKeyboard_ShowsWhatMatchesOrSaysThatNothingDoes()
    {
        IPage page = await _browser.OpenAsync("/targets");

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(fixture.Good);
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(1);
        await page.Keyboard.TypeAsync("-none");

        await Assertions.Expect(page.GetByText("No target matches")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Clear the filters" }).ClickAsync();
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(fixture.Targets);
    }

    [Fact]
    public async Task Refresh_WhileARowIsInUse_KeepsFocusSelectionPlaceAndWhatIsUnfolded()
    {
        IPage page = await _browser.OpenAsync("/targets");
        await page.SetViewportSizeAsync(1440, 500);
        ILocator row = Rows(page).Filter(new() { HasText = fixture.Failing });
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await row.Locator("td.problem").ClickAsync();
        await row.GetByRole(AriaRole.Link).FocusAsync();
        await page.EvaluateAsync("() => { window.before = document.activeElement; scrollTo(0, 300); getSelection().selectAllChildren(window.before); }");
        await page.Mouse.MoveAsync(0, 0);
        double scrolled = await page.EvaluateAsync<double>("scrollY");

        await page.WaitForResponseAsync(static answer => answer.Url.Contains("/api/v1/targets?", StringComparison.Ordinal));
        await page.WaitForResponseAsync(static answer => answer.Url.Contains("/api/v1/targets?", StringComparison.Ordinal)); // What the first brought is shown by now.

        Assert.True(await page.EvaluateAsync<bool>("document.activeElement === window.before && window.before.isConnected"));
        Assert.Equal(scrolled, await page.EvaluateAsync<double>("scrollY"));
        Assert.Equal(fixture.Failing, await page.EvaluateAsync<string>("String(getSelection())"));
        await Assertions.Expect(row).ToHaveClassAsync(Picked());
        await Assertions.Expect(page.Locator("tr.more:visible")).ToContainTextAsync("limits.lua");
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task Grid_OfTenThousand_IsOnePictureThatTheKeyboardReaches()
    {
        IPage page = await _browser.PrepareAsync();
        string cells = string.Concat(Enumerable.Range(0, 10_000).Select(static i => i % 97 == 5 ? 'd' : i % 53 == 7 ? 'f' : 'o'));
        string targets = string.Join(',', Enumerable.Range(0, 200).Select(static i => $$"""{"target":"10.0.0.{{i}}:6379"}"""));
        await page.RouteAsync("**/api/v1/fleet*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $$"""{"status":"success","data":{"total":10000,"matches":10000,"states":{"ok":9710,"failing":186,"down":104,"pending":0},"reasons":{},"scripts":[],"sources":[],"owners":[],"labels":{},"cells":"{{cells}}"} }""",
        }));
        await page.RouteAsync("**/api/v1/targets?*limit=200*", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = $$"""{"status":"success","data":{"total":10000,"offset":0,"targets":[{{targets}}]} }""",
        }));
        await _browser.OpenAsync("/targets");
        await Assertions.Expect(page.GetByText("10,000 targets", new() { Exact = true })).ToBeVisibleAsync();

        Assert.True(await page.EvaluateAsync<int>("document.querySelectorAll('*').length") < 1_000);
        ILocator grid = page.GetByRole(AriaRole.Application);
        await grid.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (int i = 0; i < 5; i++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(page.Locator("#grid-said")).ToHaveTextAsync("10.0.0.5:6379, Down");
        await Assertions.Expect(page.Locator(".tip")).ToContainTextAsync("10.0.0.5:6379");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets/10.0.0.5:6379");
    }

    [Fact]
    public async Task Grid_TargetsMovedToOtherPlaces_NamesThoseThatAreThereNow()
    {
        IPage page = await _browser.PrepareAsync();
        await AnswerAsync("dff", "a:1", "b:1", "c:1");
        await _browser.OpenAsync("/targets");
        await page.GetByRole(AriaRole.Application).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#grid-said")).ToHaveTextAsync("a:1, Down");

        await AnswerAsync("ff", "b:1", "c:1");
        await Assertions.Expect(page.GetByText("2 targets", new() { Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Home");

        await Assertions.Expect(page.Locator("#grid-said")).ToHaveTextAsync("b:1, Failing");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/targets/b:1");

        async Task AnswerAsync(string cells, params string[] targets)
        {
            await page.AnswerAsync("**/api/v1/fleet*", $$"""
                {"total":{{cells.Length}},"matches":{{cells.Length}},"states":{"ok":0,"failing":2,"down":{{cells.Length - 2}},"pending":0},"reasons":{},"scripts":[],"sources":[],"owners":[],"labels":{},"cells":"{{cells}}"}
                """);
            await page.AnswerAsync("**/api/v1/targets?*", $$"""
                {"total":{{cells.Length}},"offset":0,"targets":[{{string.Join(',', targets.Select(static target => $$"""{"target":"{{target}}","labels":{},"state":"up","owner":null,"scripts":[]}"""))}}]}
                """);
        }
    }

    [Fact]
    public async Task Fleet_OfNone_SaysHowTargetsCome()
    {
        IPage page = await _browser.PrepareAsync();
        await page.RouteAsync("**/api/v1/fleet*", static route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"status":"success","data":{"total":0,"matches":0,"states":{"ok":0,"failing":0,"down":0,"pending":0},"reasons":{},"scripts":[],"sources":[],"owners":[],"labels":{},"cells":""}}""",
        }));
        await page.RouteAsync("**/api/v1/targets?*", static route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = """{"status":"success","data":{"total":0,"offset":0,"targets":[]}}""",
        }));
        await _browser.OpenAsync("/targets");

        await Assertions.Expect(page.GetByText("No targets yet")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#glance")).ToBeHiddenAsync();
        await _browser.ShootAsync("targets-none");
        Assert.Empty(await _browser.HindrancesAsync());
    }

    [Fact]
    public async Task Api_NotReached_IsSaidAndGoneOnceItAnswers()
    {
        IPage page = await _browser.PrepareAsync();
        await page.RouteAsync("**/api/v1/**", static route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/json",
            Body = """{"status":"error","errorType":"unavailable","error":"This silo has not <b>joined</b>."}""",
        }));
        await page.GotoAsync("/targets");

        await Assertions.Expect(page.GetByText("This silo has not <b>joined</b>.")).ToBeVisibleAsync();
        await _browser.ShootAsync("targets-not-reached");
        await page.UnrouteAsync("**/api/v1/**");
        await Assertions.Expect(Rows(page)).ToHaveCountAsync(fixture.Targets);
        await Assertions.Expect(page.Locator("#trouble")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Api_ThatFallsSilent_IsSaidAndTimesGoOnUntilItAnswers()
    {
        IPage page = await _browser.OpenAsync("/targets");
        ILocator row = Rows(page).Filter(new() { HasText = fixture.Good });
        await page.RouteAsync("**/api/v1/**", static _ => Task.CompletedTask); // As one that stands still: connected, and never answered.

        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Not reached");
        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("There was no answer within 10 s. What is shown is older.");
        await Assertions.Expect(row.Locator("td[data-label='Last run']")).ToHaveTextAsync(Older());
        await _browser.ShootAsync("targets-silent");
        await page.UnrouteAsync("**/api/v1/**");

        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        await Assertions.Expect(page.Locator("#trouble")).ToBeEmptyAsync();
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task Page_ThatRefreshesSeldom_IsBackSoonAfterTheServer()
    {
        IPage page = await _browser.PrepareAsync();
        await page.Clock.InstallAsync();
        await page.RouteAsync("**/api/v1/configuration", static route => route.AbortAsync());
        await page.GotoAsync("/configuration");
        await Assertions.Expect(page.GetByText("ScriptGrid cannot be reached")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Not reached");
        await Assertions.Expect(page.GetByText("Failed to fetch")).ToHaveCountAsync(0);
        await page.UnrouteAsync("**/api/v1/configuration");

        await page.Clock.RunForAsync(5_000);

        await Assertions.Expect(page.GetByText("target_groups").First).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
    }

    [Theory]
    [InlineData("/targets?state=bogus", "Refused", "state")]
    [InlineData("/targets/127.0.9.9:1", "Not found", "127.0.9.9:1 is not a configured target")]
    [InlineData("/targets/%zz", "Refused", "%zz")]
    [InlineData("/scripts/%F0%9F", "Not found", "there is no script %F0%9F")]
    [InlineData("/scripts/a%252Fb%2Fc.lua", "Not found", "there is no script a%2Fb/c.lua")]
    public async Task Page_OfWhatTheServerRefuses_SaysWhatItAnswered(string path, string corner, string text)
    {
        IPage page = await _browser.PrepareAsync();
        await page.GotoAsync(path);

        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync(corner);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(text);
    }

    [Fact]
    public async Task Pages_BehindAProxyThatTakesAPrefixAway_ReachEverything()
    {
        IPage page = await _browser.PrepareAsync();
        await page.RouteAsync("**/outer/grid/**", async route =>
        {
            IAPIResponse answer = await route.FetchAsync(new() { Url = route.Request.Url.Replace("/outer/grid/", "/", StringComparison.Ordinal) });
            await route.FulfillAsync(new() { Response = answer });
        });
        await _browser.OpenAsync("/outer/grid/targets");

        await page.GetByRole(AriaRole.Link, new() { Name = fixture.Good }).ClickAsync();

        await Assertions.Expect(page.GetByText("mail:inbound").First).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Url}/outer/grid/targets/{fixture.Good}");
        Assert.Empty(_browser.Problems);
    }

    [Fact]
    public async Task Motion_NotWanted_IsNone()
    {
        IPage page = await _browser.PrepareAsync();
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.RouteAsync("**/api/v1/**", static _ => Task.CompletedTask); // Never answered: what is shown is the wait.
        await page.GotoAsync("/targets");

        await Assertions.Expect(page.Locator("#list .bone").First).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("document.getAnimations().length"));
        await _browser.ShootAsync("targets-loading");
    }

    private static ILocator Rows(IPage page) => page.Locator("#targets tbody tr:not(.more)");

    [GeneratedRegex("Down$")]
    private static partial Regex Down();

    [GeneratedRegex("^[12][0-9] s ago$")]
    private static partial Regex Older();

    [GeneratedRegex("picked")]
    private static partial Regex Picked();
}
