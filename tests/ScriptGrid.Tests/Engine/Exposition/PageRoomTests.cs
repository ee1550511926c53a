using System.Text;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>A page is the same whatever room its writer gives, and always ends.</summary>
public sealed class PageRoomTests
{
    private const int MiB = 1024 * 1024;

    private static readonly TargetFamilies Families = new("redis");

    /// <summary>Bytes of each target's values: none, less than a header, about a chunk, a chunk exactly, more than is written between two flushes.</summary>
    private static readonly int[] Sizes = [0, 60, 0, 300_000, 61, 65_535, 65_536, 65_537, 100, 150_000, 150_000, 300_000, 0];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(700)]
    [InlineData(4_096)]
    [InlineData(65_536 - 12)]
    [InlineData(65_536)]
    [InlineData(300_001)]
    [InlineData(MiB)]
    public async Task WriteAsync_AnyRoom_IsTheSamePage(int room)
    {
        FleetResults results = Fleet(Sizes);
        string expected = await WriteAsync(results, 16 * MiB);

        string page = await WriteAsync(results, room);

        Assert.Equal(Sizes.Count(static size => size > 0), ExpositionPage.Parse(expected).Samples.Keys.Count(IsValue));
        Assert.Equal(expected, page);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(4_096)]
    [InlineData(65_536 - 12)]
    [InlineData(MiB)]
    public async Task WriteAsync_PartsOfOthers_HaveTheSameSeries(int room)
    {
        FleetResults results = Fleet(Sizes);
        var others = new PartStream(Sizes.Length, from => Task.FromResult<FleetPart?>(
            FleetPartWriter.Write(results, Enumerable.Range(from, Sizes.Length - from), Families, TimeSpan.Zero)));
        var output = new StingyWriter(room);

        await MergedPage.WriteAsync(
            output, FleetResults.Empty, [others], Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None);

        Dictionary<string, double> expected = ExpositionPage.Parse(await WriteAsync(results, MiB)).Samples.ToDictionary();
        Dictionary<string, double> page = ExpositionPage.Parse(Encoding.UTF8.GetString(output.Written)).Samples.ToDictionary();
        Assert.Equal(expected.OrderBy(static sample => sample.Key), page.OrderBy(static sample => sample.Key));
    }

    [Theory]
    [InlineData(4_096)]
    [InlineData(65_536)]
    [InlineData(MiB)]
    public async Task WriteAsync_ResultsOfTenMegabytes_AreThere(int room)
    {
        string page = await WriteAsync(Fleet([10 * MiB, 60, 10 * MiB]), room);

        Assert.Equal([10 * MiB, 60, 10 * MiB], page.Split('\n').Where(IsValue).Select(static line => line.Length + 1));
    }

    [Fact]
    public async Task WriteAsync_ResultShrinksOrExpiresMeanwhile_IsLeftOutOrWhole()
    {
        ScriptResults changing = Script(0, 200_000);
        FleetResults results = FleetResults.Empty with { Scripts = [changing, Script(1, 200_000)] };
        using var stop = new CancellationTokenSource();
        Task publishing = Task.Run(() =>
        {
            for (int run = 0; !stop.IsCancellationRequested; run++)
            {
                Publish(changing, 0, run % 2 == 0 ? 200_000 : 0, expiresAt: run % 3 == 0 ? TimeSpan.MinValue : TimeSpan.MaxValue);
            }
        });

        for (int i = 0; i < 50; i++)
        {
            string[] values = [.. (await WriteAsync(results, 4_096)).Split('\n').Where(IsValue)];
            Assert.InRange(values.Length, 1, 2);
            Assert.All(values, static line => Assert.Equal(200_000, line.Length + 1));
        }

        await stop.CancelAsync();
        await publishing;
    }

    private static bool IsValue(string line) => line.StartsWith("redis_script_values", StringComparison.Ordinal);

    private static async Task<string> WriteAsync(FleetResults results, int room)
    {
        var output = new StingyWriter(room);
        await FleetPage.WriteAsync(output, results, Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None);
        return Encoding.UTF8.GetString(output.Written);
    }

    private static FleetResults Fleet(int[] sizes) => new(
        [.. sizes.Select(static (_, target) => Target(target))], [.. sizes.Select(static (size, target) => Script(target, size))], [])
    {
        Slices = [.. sizes.Select(static (_, target) => new TargetSlice(TargetHash.Of($"{target}"), target + 1))],
    };

    private static TargetResults Target(int target)
    {
        var results = new TargetResults();
        results.SetUpLine(Encoding.UTF8.GetBytes($"redis_up{{target=\"{target}\"}} 1\n"));
        return results;
    }

    private static ScriptResults Script(int target, int bytes)
    {
        var results = new ScriptResults();
        Publish(results, target, bytes, TimeSpan.MaxValue);
        return results;
    }

    /// <summary>One value in a line of so many bytes.</summary>
    private static void Publish(ScriptResults results, int target, int bytes, TimeSpan expiresAt)
    {
        string line = $"redis_script_values{{target=\"{target:d8}\",key=\"\"}} 1\n";
        string values = bytes == 0 ? "" : line.Replace("\"\"", $"\"{new string('k', bytes - line.Length)}\"", StringComparison.Ordinal);
        string result = $"redis_script_result{{target=\"{target}\"}} 1\n";
        results.Publish(
            Encoding.UTF8.GetBytes(result + values),
            [new Section(TargetFamilies.Result, result.Length), new Section(TargetFamilies.Values, result.Length + values.Length)],
            [],
            expiresAt);
    }
}
