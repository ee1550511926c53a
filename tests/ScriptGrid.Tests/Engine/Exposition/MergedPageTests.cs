using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Results;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Exposition;

/// <summary>A page that several processes write together.</summary>
public sealed class MergedPageTests
{
    private static readonly TargetFamilies Families = new("redis");

    [Fact]
    public async Task WriteAsync_TwoOthers_IsTheSamePageAsOfOneProcess()
    {
        FleetResults own = Results("own", 40, 30);
        FleetResults one = Results("one", 40, 300);
        FleetResults two = Results("two", 7, 20_000);

        ExpositionPage page = await WriteAsync(own, Stream(one), Stream(two));

        Dictionary<string, double> expected = [];
        foreach (FleetResults results in new[] { own, one, two })
        {
            expected = expected.Concat((await WriteAsync(results)).Samples).ToDictionary();
        }

        Assert.Equal(expected.Count, page.Samples.Count);
        Assert.Equal(expected.OrderBy(static sample => sample.Key), page.Samples.OrderBy(static sample => sample.Key));
    }

    [Fact]
    public async Task WriteAsync_WithGzip_TakesCompressedPartsAndOthersForTheSamePage()
    {
        FleetResults own = Results("own", 40, 30);
        FleetResults one = Results("one", 40, 300);
        FleetResults two = Results("two", 7, 20_000);
        FleetResults older = Results("older", 12, 100);

        ExpositionPage compressed = await WriteCompressedAsync(own, Stream(one, isDeflated: true), Stream(older), Stream(two, isDeflated: true));

        ExpositionPage plain = await WriteAsync(own, Stream(one), Stream(older), Stream(two));
        Assert.Equal(plain.Samples.OrderBy(static sample => sample.Key), compressed.Samples.OrderBy(static sample => sample.Key));
        Assert.Equal(plain.Families, compressed.Families);
    }

    [Fact]
    public async Task WriteAsync_CompressedPartsAlone_HaveTheirHeaders() =>
        Assert.Equal(6, (await WriteCompressedAsync(FleetResults.Empty, Stream(Results("one", 2, 1), isDeflated: true))).Samples.Count);

    [Fact]
    public async Task WriteAsync_CompressedPartsOfNothing_AreAnEmptyPage() =>
        Assert.Empty((await WriteCompressedAsync(FleetResults.Empty, Stream(Results("one", 0, 0), isDeflated: true))).Samples);

    [Fact]
    public async Task WriteAsync_NobodyHasAnything_IsEmpty() =>
        Assert.Empty((await WriteAsync(FleetResults.Empty, Stream(FleetResults.Empty))).Samples);

    [Fact]
    public async Task WriteAsync_OthersAlone_HaveTheirHeaders() =>
        Assert.Equal(6, (await WriteAsync(FleetResults.Empty, Stream(Results("one", 2, 1)))).Samples.Count);

    [Fact]
    public async Task WriteAsync_OtherFailsMidway_LeavesOutTheRest()
    {
        FleetResults other = Results("one", 50, 1_000);
        PartStream failing = Stream(other, static from => from > 0);

        ExpositionPage page = await WriteAsync(Results("own", 3, 10), failing, Stream(Results("two", 3, 10)));

        Assert.True(failing.HasFailed);
        Assert.InRange(failing.Taken, 1, 49);
        Assert.Equal(failing.Taken + 6, page.Samples.Keys.Count(static series => series.StartsWith("redis_up", StringComparison.Ordinal)));
        Assert.Equal(
            (failing.Taken * 1_000) + 60,
            page.Samples.Keys.Count(static series => series.StartsWith("redis_script_values", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WriteAsync_OtherAnswersNothing_CostsItsPartOnly()
    {
        PartStream failing = Stream(Results("one", 5, 10), static _ => true);

        ExpositionPage page = await WriteAsync(Results("own", 3, 10), failing);

        Assert.Equal((true, 0), (failing.HasFailed, failing.Taken));
        Assert.Equal(3 * 12, page.Samples.Count);
    }

    [Fact]
    public async Task WriteAsync_SlowReader_IsNeverMoreThanOnePartAhead()
    {
        FleetResults other = Results("one", 100, 1_000);
        int asked = 0;
        var stream = new PartStream(100, from =>
        {
            asked++;
            return Task.FromResult<FleetPart?>(Part(other, from));
        });
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024));

        Task writing = MergedPage.WriteAsync(
            pipe.Writer, FleetResults.Empty, [stream], Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None).AsTask();

        Assert.False(writing.IsCompleted);
        Assert.Equal(2, asked);
        string text = await PipeText.ReadAsync(pipe, writing);
        Assert.Equal(100 * 1_002, ExpositionPage.Parse(text).Samples.Count);
    }

    [Fact]
    public async Task WriteAsync_ReaderLeavesWhileOthersAreAwaited_Stops()
    {
        using var left = new CancellationTokenSource();
        var pipe = new Pipe();
        var silent = new PartStream(1, static _ => new TaskCompletionSource<FleetPart?>().Task);

        Task writing = MergedPage.WriteAsync(
            pipe.Writer, FleetResults.Empty, [silent], Families, ExpositionFormat.Text, TimeSpan.Zero, left.Token).AsTask();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public void Write_LargeTargets_MakesPartsOfWholeTargets()
    {
        // Values of some 60 bytes each: from nothing to three megabytes.
        FleetResults results = Results("one", 6, i => i switch { 2 => 50_000, 4 => 0, _ => 5_000 });
        var lines = new StringBuilder();
        int taken = 0;
        int parts = 0;
        while (taken < 6)
        {
            using FleetPart part = Part(results, taken);
            Assert.InRange(part.Taken, 1, 6);
            lines.Append(Encoding.UTF8.GetString(part.Lines.Span));
            taken += part.Taken;
            parts++;
        }

        Assert.Equal(6, taken);
        Assert.InRange(parts, 2, 5);
        Assert.Equal(70_000 + 12, lines.ToString().Split('\n').SkipLast(1).Distinct().Count());
    }

    [Fact]
    public void Write_TargetsThatAreGone_AreTakenWithoutLines()
    {
        using FleetPart part = FleetPartWriter.Write(Results("one", 1, 1), [-1, 0, -1], Families, TimeSpan.Zero);

        Assert.Equal(3, part.Taken);
        Assert.Equal(3, Encoding.UTF8.GetString(part.Lines.Span).Count(static character => character == '\n'));
    }

    private static FleetPart Part(FleetResults results, int from, bool isDeflated = false) =>
        FleetPartWriter.Write(results, Enumerable.Range(from, results.Targets.Length - from), Families, TimeSpan.Zero, isDeflated);

    /// <summary>Another process that answers when it is asked, on another thread.</summary>
    private static PartStream Stream(FleetResults results, Predicate<int>? fails = null, bool isDeflated = false) => new(
        results.Targets.Length, from => Task.Run(() => fails?.Invoke(from) == true ? null : Part(results, from, isDeflated)));

    private static FleetResults Results(string name, int targets, int values) => Results(name, targets, _ => values);

    /// <summary>Targets with a script each.</summary>
    private static FleetResults Results(string name, int targets, Func<int, int> values)
    {
        string[] ids = [.. Enumerable.Range(0, targets).Select(i => $"{name}{i}:6379")];
        return new FleetResults([.. ids.Select(Target)], [.. ids.Select((id, i) => Script(id, values(i)))], [])
        {
            Slices = [.. ids.Select(static (id, i) => new TargetSlice(TargetHash.Of(id), i + 1))],
        };
    }

    private static TargetResults Target(string id)
    {
        var results = new TargetResults();
        results.Health = new TargetHealth(TargetState.Up, default);
        results.SetUpLine(ResultRenderer.RenderUp(Families.Up, Encoding.UTF8.GetBytes($"target=\"{id}\","), isUp: true));
        return results;
    }

    private static ScriptResults Script(string target, int values)
    {
        byte[] result = Encoding.UTF8.GetBytes($"redis_script_result{{target=\"{target}\"}} 1\n");
        byte[] lines = Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, values).Select(key => $"redis_script_values{{target=\"{target}\",key=\"key{key:d5}\"}} 1\n")));
        var results = new ScriptResults();
        results.Publish(
            [.. result, .. lines],
            [new Section(TargetFamilies.Result, result.Length), new Section(TargetFamilies.Values, result.Length + lines.Length)],
            [],
            TimeSpan.MaxValue);
        return results;
    }

    private static async Task<ExpositionPage> WriteCompressedAsync(FleetResults own, params PartStream[] others)
    {
        var page = new MemoryStream();
        await using (var gzip = new GzipWriter(page))
        {
            await MergedPage.WriteAsync(gzip, own, others, Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None);
            await gzip.EndAsync(CancellationToken.None);
        }

        page.Position = 0;
        using var text = new StreamReader(new GZipStream(page, CompressionMode.Decompress));
        return ExpositionPage.Parse(await text.ReadToEndAsync());
    }

    private static async Task<ExpositionPage> WriteAsync(FleetResults own, params PartStream[] others)
    {
        var pipe = new Pipe();
        Task writing = MergedPage.WriteAsync(
            pipe.Writer, own, others, Families, ExpositionFormat.Text, TimeSpan.Zero, CancellationToken.None).AsTask();
        return ExpositionPage.Parse(await PipeText.ReadAsync(pipe, writing));
    }
}
