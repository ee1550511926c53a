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
    public async Task CollectNow_Clicked_SaysWhenItWasDone()
    {
        IPage page = await _browser.OpenAsync($"/targets/{fixture.Failing}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Collect all now" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Collected at")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Collect all now" })).ToBeEnabledAsync();
    }
}
