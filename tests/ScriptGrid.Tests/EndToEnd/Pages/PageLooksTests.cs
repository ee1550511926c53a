using Microsoft.Playwright;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>Each page in light and dark, wide and narrow: it has no errors, hinders nobody, fits, and a picture of it is taken.</summary>
[Collection(nameof(PagesCollection))]
public sealed class PageLooksTests(PagesFixture fixture)
{
    [Theory]
    [InlineData("home", "/", "Failing")]
    [InlineData("targets", "/targets", "Cannot connect")]
    [InlineData("target", "/targets/{good}", "mail_queue_length")]
    [InlineData("target-failing", "/targets/{failing}", "attempt to compare")]
    [InlineData("target-unknown", "/targets/127.9.9.9:1", "Not found")]
    [InlineData("scripts", "/scripts", "lengths.lua")]
    [InlineData("script", "/scripts/limits.lua", "redis.call('GET', 'limit')")]
    [InlineData("silos", "/silos", "targets")]
    [InlineData("discovery", "/discovery", "inventory")]
    [InlineData("configuration", "/configuration", "target_groups")]
    public async Task Page_InEachLook_FitsAndHindersNobody(string name, string path, string text)
    {
        await using BrowserPage browser = await fixture.BrowseAsync();
        IPage page = await browser.PrepareAsync();
        await page.GotoAsync(Address(path));
        await Assertions.Expect(page.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

        foreach (ColorScheme scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            foreach (ViewportSize size in new[] { BrowserPage.Wide, BrowserPage.Narrow })
            {
                await page.SetViewportSizeAsync(size.Width, size.Height);
                await browser.ShootAsync($"{name}-{(size == BrowserPage.Wide ? "wide" : "narrow")}-{(scheme == ColorScheme.Light ? "light" : "dark")}");
                Assert.Equal(size.Width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, innerWidth)"));
            }

            Assert.Empty(await (scheme == ColorScheme.Light ? browser.HindrancesAsync() : browser.HindrancesAsync("color-contrast")));
        }

        Assert.All(browser.Problems, problem => Assert.Contains("404", problem, StringComparison.Ordinal)); // What a browser says of a target that is none.
        Assert.Equal(name == "target-unknown", browser.Problems.Count > 0);
    }

    private string Address(string path) => path
        .Replace("{good}", fixture.Good, StringComparison.Ordinal)
        .Replace("{failing}", fixture.Failing, StringComparison.Ordinal);
}
