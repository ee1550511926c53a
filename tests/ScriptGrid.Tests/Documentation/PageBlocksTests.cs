using System.Text;
using System.Text.RegularExpressions;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Documentation;

/// <summary>What the pages tell users to give to other programs is taken by them.</summary>
public sealed partial class PageBlocksTests : IDisposable
{
    private readonly TestFiles _files = new();

    private static IEnumerable<string> Pages => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "*.md").Select(File.ReadAllText);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task ScrapeJobs_OfThePages_AreAcceptedByPrometheus()
    {
        string[] jobs = [.. Pages.SelectMany(static page => ScrapeConfigs().Matches(page)).Select(static block => block.Groups[1].Value)];

        Assert.NotEmpty(jobs);
        foreach (string job in jobs)
        {
            await Promtool.AssertAcceptsAsync(_files.Write("prometheus.yml", job));
        }
    }

    [Fact]
    public async Task AclUsers_OfThePages_AreAcceptedByRedis()
    {
        await using EmbeddedRedisServer server = await EmbeddedRedisServer.StartAsync(new EmbeddedRedisOptions { Port = 0 }, CancellationToken.None);
        string[] users = [.. Pages.SelectMany(static page => AclUser().Matches(page)).Select(static line => line.Value)];

        Assert.NotEmpty(users);
        foreach (string user in users)
        {
            ReadOnlyMemory<byte>[] words = [.. user.Split(' ').Select(static word => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(word))];
            Assert.Equal((user, "+OK\r\n"), (user, Encoding.UTF8.GetString(await server.ExecuteAsync(words))));
        }
    }

    [GeneratedRegex("^```yaml\\n(scrape_configs:.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ScrapeConfigs();

    [GeneratedRegex("(?<=^|`)ACL SETUSER [^`\\n]+", RegexOptions.Multiline)]
    private static partial Regex AclUser();
}
