using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Reads the rollups of one script from the page that both engines write.</summary>
internal static class FleetRollups
{
    private const int MaxValues = 500;
    private const string Filename = "filename";

    /// <summary>Returns the first <see cref="MaxValues"/> of them, in the order of the page.</summary>
    public static async Task<IReadOnlyList<ValueJson>> ReadAsync(IFleet fleet, ScriptSpec script, CancellationToken cancellationToken)
    {
        string prefix = fleet.Configuration.Namespace;
        HashSet<string> own = [.. script.Metrics.SelectMany(metric => RollupNaming.Of(prefix, metric).SeriesNames)];
        using var page = new MemoryStream();
        var output = PipeWriter.Create(page, new StreamPipeWriterOptions(leaveOpen: true));
        await fleet.WriteMetricsAsync(output, ExpositionFormat.Text, new MetricsSelection(MetricsScope.Rollups, Shard.Whole) { TellsGaps = false }, cancellationToken);
        await output.CompleteAsync();
        return
        [
            .. Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length).Split('\n')
                .Select(Read)
                .OfType<ValueJson>()
                .Where(value => own.Contains(value.Name) || value.Labels.GetValueOrDefault(Filename) == script.Name)
                .Take(MaxValues),
        ];
    }

    private static ValueJson? Read(string line)
    {
        int blank = line.LastIndexOf(' ');
        if (line.StartsWith('#') || blank < 0)
        {
            return null;
        }

        (string name, IReadOnlyDictionary<string, string> labels) = SeriesText.Parse(line[..blank]);
        return new ValueJson(name, labels, Number(line[(blank + 1)..]));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
