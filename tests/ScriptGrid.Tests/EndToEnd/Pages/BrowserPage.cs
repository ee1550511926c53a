using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ScriptGrid.Tests.EndToEnd.Pages;

/// <summary>A page in a browser, with what went wrong in it: errors of scripts, and what the policy forbade.</summary>
internal sealed partial class BrowserPage(IBrowserContext context) : IAsyncDisposable
{
    /// <summary>A desk.</summary>
    public static readonly ViewportSize Wide = new() { Width = 1440, Height = 900 };

    /// <summary>A telephone.</summary>
    public static readonly ViewportSize Narrow = new() { Width = 390, Height = 844 };

    private readonly List<string> _problems = [];

    private IPage? _page;

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The page.</summary>
    public IPage Page => _page ?? throw new InvalidOperationException("No page is open.");

    /// <summary>Opens a path and waits until nothing loads any more.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        await PrepareAsync();
        await Page.GotoAsync(path);
        await Assertions.Expect(Page.Locator("#live[data-live=on]")).ToBeVisibleAsync(); // The first answers are shown.
        return Page;
    }

    /// <summary>Makes the page, for what is to be arranged before it opens anything.</summary>
    public async Task<IPage> PrepareAsync()
    {
        if (_page is null)
        {
            _page = await context.NewPageAsync();
            _page.SetDefaultTimeout(60_000);
            _page.PageError += (_, error) => _problems.Add(error);
            _page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning")
                {
                    _problems.Add(message.Text);
                }
            };
        }

        return _page;
    }

    /// <summary>What stands in the way of people, by axe, each finding with its element.</summary>
    /// <param name="rules">The rules; without any, all that axe has.</param>
    public async Task<string[]> HindrancesAsync(params string[] rules)
    {
        AxeResult result = await Page.RunAxe(rules.Length == 0 ? null : new AxeRunOptions { RunOnly = RunOnlyOptions.Rules(rules) });
        return [.. result.Violations.SelectMany(static rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html}"))];
    }

    /// <summary>Takes a picture of what is in view, into the folder <c>screenshots</c> beside the tests.</summary>
    public Task ShootAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{Unsafe().Replace(name, "-")}.png"), Animations = ScreenshotAnimations.Disabled });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => context.DisposeAsync();

    [GeneratedRegex("[^a-z0-9-]+")]
    private static partial Regex Unsafe();
}
