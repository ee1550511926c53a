using System.IO.Pipelines;
using System.Text;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using Section = ScriptGrid.Engine.Results.Section;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>Results whose values are left off pages, since there are too many.</summary>
public sealed class LeftOutSeriesTests
{
    private static readonly MetricDeclaration Mail = MetricDeclarationText.Parse("gauge mail Mail.", out _)!;
    private static readonly TargetFamilies Families = new("redis", [Mail]);

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task FleetPage_ResultLeftOut_HasWhatTellsOfTheRunAlone(int values)
    {
        using var page = new MemoryStream();
        PipeWriter writer = PipeWriter.Create(page, new StreamPipeWriterOptions(leaveOpen: true));

        await FleetPage.WriteAsync(writer, Results(values), Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None);
        await writer.CompleteAsync();

        string[] series = [.. Encoding.UTF8.GetString(page.ToArray()).Split('\n').Where(static line => line.Length > 0 && line[0] != '#')];
        Assert.Equal(values + 3, series.Length);
        Assert.Equal(["redis_script_result{target=\"in\"} 1", "redis_script_result{target=\"out\"} 1"], series.Where(static line => line.Contains("_result", StringComparison.Ordinal)));
        Assert.Equal(["mail{target=\"in\"} 1"], series.Where(static line => line.StartsWith("mail", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void FleetPart_ResultLeftOut_HasWhatTellsOfTheRunAlone(int values)
    {
        FleetResults results = Results(values);

        using FleetPart part = FleetPartWriter.Write(results, [0, 1], Families, TimeSpan.Zero);

        string lines = Encoding.UTF8.GetString(part.Lines.Span);
        Assert.Equal(2, part.Taken);
        Assert.Equal(values + 3, lines.Count(static character => character == '\n'));
        Assert.Contains("redis_script_result{target=\"out\"} 1\n", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetPage_ResultLeftOut_HasAll()
    {
        string page = Encoding.UTF8.GetString(TargetPage.Write(null, Results(2).Scripts, Families, ExpositionFormat.Text, TimeSpan.Zero));

        Assert.Contains("redis_script_values{target=\"out\",key=\"1\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("mail{target=\"out\"} 1\n", page, StringComparison.Ordinal);
    }

    private static FleetResults Results(int values)
    {
        ScriptResults left = Script("out", values);
        left.IsLeftOut = true;
        return new FleetResults([new TargetResults(), new TargetResults()], [Script("in", values), left], [])
        {
            Slices = [new TargetSlice(1, 1), new TargetSlice(2, 2)],
        };
    }

    private static ScriptResults Script(string target, int values)
    {
        var lines = new StringBuilder($"redis_script_result{{target=\"{target}\"}} 1\n");
        var sections = new List<Section> { new(TargetFamilies.Result, lines.Length) };
        lines.AppendJoin("", Enumerable.Range(0, values).Select(i => $"redis_script_values{{target=\"{target}\",key=\"{i}\"}} 1\n"));
        sections.Add(new Section(TargetFamilies.Values, lines.Length));
        lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"mail{{target=\"{target}\"}} 1\n");
        sections.Add(new Section(Mail.FamilyId, lines.Length));
        var results = new ScriptResults();
        results.Publish(Encoding.UTF8.GetBytes(lines.ToString()), [.. sections], [], TimeSpan.MaxValue);
        return results;
    }
}
