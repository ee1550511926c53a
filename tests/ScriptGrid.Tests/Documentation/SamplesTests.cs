using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Documentation;

/// <summary>
/// Samples of the pages that go with data: a <c>lua</c> block, a <c>redis</c> block of commands to begin with, and an <c>output</c> block with the
/// lines that the script gives, in which <c>…</c> stands for anything.
/// </summary>
public sealed partial class SamplesTests : IDisposable
{
    private readonly TestFiles _files = new();

    public static TheoryData<string, int> Samples
    {
        get
        {
            var samples = new TheoryData<string, int>();
            foreach (string page in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.md").Order(StringComparer.Ordinal))
            {
                int count = Blocks(File.ReadAllText(page), "redis").Count();
                Enumerable.Range(0, count).ToList().ForEach(index => samples.Add(Path.GetFileName(page), index));
            }

            return samples;
        }
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Samples_OfThePages_AreThere() => Assert.NotEmpty(Samples);

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_OnItsData_GivesItsOutput(string page, int index)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", page));
        (string data, int place) = Blocks(text, "redis").ElementAt(index);
        string script = Blocks(text[..place], "lua").Last().Text;
        string expected = Blocks(text[place..], "output").First().Text;
        string name = FileName().Match(expected).Groups[1].Value;

        Assert.Empty(ScriptLinter.Lint(Encoding.UTF8.GetBytes(script), new LintOptions()));
        string actual = await RunAsync(name, script, _files.Write("data.txt", data));

        Assert.Matches($"^{Regex.Escape(expected).Replace("…", "[^\\n]*", StringComparison.Ordinal)}\\z", actual);
    }

    private static async Task<string> RunAsync(string name, string text, string seed)
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = 0 }, CancellationToken.None);
        Assert.Null(await SeedFile.Read(seed, out _)!.RunAsync(server, CancellationToken.None));
        var script = new ScriptSpec { Name = name, Body = Encoding.UTF8.GetBytes(text), Timeout = TimeSpan.FromSeconds(30) };
        var target = new TargetSpec
        {
            Address = TargetAddress.Tcp("127.0.0.1", server.EndPoint.Port, database: 0).KnownAs("embedded"),
            Scripts = [script],
        };
        var naming = new SeriesNaming("redis", "target", RedisExporterCompatible: false, OmitsTarget: false);
        TrialOutcome outcome = await new ScriptTrial(naming, TimeProvider.System).RunAsync(target, script, CancellationToken.None);
        string[] series = Encoding.UTF8.GetString(outcome.Page).Split('\n');
        return string.Concat(series.Where(static line => Result().IsMatch(line)).Select(static line => line + "\n"));
    }

    private static IEnumerable<(string Text, int End)> Blocks(string page, string language) =>
        Regex.Matches(page, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(static block => (block.Groups[1].Value, block.Index + block.Length));

    /// <summary>What the pages show of the output: not how long a run took, and when.</summary>
    [GeneratedRegex("^redis_script_(result|values){")]
    private static partial Regex Result();

    [GeneratedRegex("filename=\"([^\"]+)\"")]
    private static partial Regex FileName();
}
