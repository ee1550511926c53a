using System.CommandLine;

namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>The command <c>scrape</c>: how long one scrape of a large page takes.</summary>
internal static class ScrapeCommand
{
    private static readonly Option<int> Series = new("--series")
    {
        Description = "Series on the page.",
        DefaultValueFactory = static _ => 1_000_000,
    };

    private static readonly Option<int> Targets = new("--targets")
    {
        Description = "Targets that they come from.",
        DefaultValueFactory = static _ => 15_000,
    };

    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "How often each page is fetched.",
        DefaultValueFactory = static _ => 15,
    };

    public static Command Create()
    {
        var command = new Command("scrape", "Time of one scrape by curl, against nginx serving the same bytes from memory.") { Series, Targets, Rounds };
        command.SetAction(static async (result, cancellationToken) =>
        {
            var options = new ScrapeOptions(result.GetValue(Series), result.GetValue(Targets), result.GetValue(Rounds));
            ScrapeFigures figures = await ScrapeBenchmark.RunAsync(options, cancellationToken);
            ScrapeReport.Create(figures).Write(Console.Out);
        });
        return command;
    }
}
