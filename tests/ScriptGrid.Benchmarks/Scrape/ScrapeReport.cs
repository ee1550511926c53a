using ScriptGrid.Benchmarks.Tools;

namespace ScriptGrid.Benchmarks.Scrape;

/// <summary>Compares the figures of a scrape with their bars.</summary>
internal static class ScrapeReport
{
    private const double MostOverNginx = 1;
    private const double MostOverCompressingNginx = 0.2;

    /// <summary>Creates the table to print.</summary>
    public static ResultTable Create(ScrapeFigures figures)
    {
        var table = new ResultTable();
        table.Add("page", $"{figures.Series:N0} series of {figures.Targets:N0} targets, {figures.Bytes / 1e6:F1} MB");
        table.Add("scrape", $"{ResultTable.Duration(figures.ScriptGrid.Plain)}");
        if (figures.Nginx is { } nginx)
        {
            double ratio = figures.ScriptGrid.Plain / nginx.Plain;
            table.Add("nginx, the same bytes by sendfile", $"{ResultTable.Duration(nginx.Plain)}");
            table.Add("  ratio", $"{ratio:F2}x", $"at most {MostOverNginx}x", ratio <= MostOverNginx);
            table.Add("nginx, sending what it read", $"{ResultTable.Duration(nginx.Copied)}");
            table.Add("  ratio", $"{figures.ScriptGrid.Plain / nginx.Copied:F2}x");
        }

        table.Add("scrape with gzip", $"{ResultTable.Duration(figures.ScriptGrid.Compressed)}");
        if (figures.Nginx is { } compressing)
        {
            double ratio = figures.ScriptGrid.Compressed / compressing.Compressed;
            table.Add("nginx, gzip level 1 on the fly", $"{ResultTable.Duration(compressing.Compressed)}");
            table.Add("  ratio", $"{ratio:F2}x", $"at most {MostOverCompressingNginx}x", ratio <= MostOverCompressingNginx);
        }

        return table;
    }
}
