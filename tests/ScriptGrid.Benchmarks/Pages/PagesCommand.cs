using System.CommandLine;

namespace ScriptGrid.Benchmarks.Pages;

/// <summary>The command <c>pages</c>: how fast pages of a large fleet appear, and how much open pages delay its collections.</summary>
internal static class PagesCommand
{
    private static readonly Option<int> Targets = new("--targets") { Description = "Targets that answer; a hundredth as many do not.", DefaultValueFactory = static _ => 10_000 };
    private static readonly Option<int> Scripts = new("--scripts") { Description = "Scripts on each target.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<int> Browsers = new("--browsers") { Description = "Pages that are open at once.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long the lag is measured, with and without browsers.", DefaultValueFactory = static _ => 30 };
    private static readonly Option<string?> Pictures = new("--pictures") { Description = "A folder to write pictures of the pages to." };

    public static Command Create()
    {
        var command = new Command("pages", "First paint and filters of the list of targets in Chromium, and the lag of collections while browsers look.") { Targets, Scripts, Browsers, Seconds, Pictures };
        command.SetAction(static async (result, cancellationToken) =>
        {
            var options = new PagesOptions(
                result.GetValue(Targets),
                result.GetValue(Scripts),
                result.GetValue(Browsers),
                TimeSpan.FromSeconds(result.GetValue(Seconds)),
                result.GetValue(Pictures));
            (await PagesBenchmark.RunAsync(options, cancellationToken)).Write(Console.Out);
        });
        return command;
    }
}
