using System.Text.RegularExpressions;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EmbeddedRedis;

namespace ScriptGrid.Tests.Documentation;

/// <summary>What docs/embedded-redis.md lists as absent is what a real Redis has and the embedded one lacks.</summary>
public sealed partial class AbsentTableTests(ServerPair servers) : IClassFixture<ServerPair>
{
    [Theory]
    [InlineData("command", "COMMAND LIST", 1)]
    [InlineData("parameter", "CONFIG GET *", 2)]
    public async Task Table_OfWhatIsAbsent_IsWhatARealServerHasBesides(string table, string question, int step)
    {
        await using RawRespClient real = await RawRespClient.ConnectAsync(servers.Real, 2);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 2);
        string[] has = Items(await real.AskAsync(question.Split(' ')), step);
        string[] hasHere = Items(await embedded.AskAsync(question.Split(' ')), step);

        Assert.NotEmpty(hasHere);
        Assert.Equal(has.Except(hasHere).Order(StringComparer.Ordinal), Listed(table).Order(StringComparer.Ordinal));
        Assert.Empty(hasHere.Except(has));
    }

    [Fact]
    public async Task Table_OfFieldsOfInfo_IsWhatARealServerHasBesides()
    {
        await using RawRespClient real = await RawRespClient.ConnectAsync(servers.Real, 2);
        await using RawRespClient embedded = await RawRespClient.ConnectAsync(servers.Embedded.EndPoint, 2);
        string[] has = Fields(await real.AskAsync("INFO", "everything"));
        string[] hasHere = Fields(await embedded.AskAsync("INFO", "everything"));

        Assert.NotEmpty(hasHere);
        Assert.Equal(has.Except(hasHere).Order(StringComparer.Ordinal), Listed("field of INFO").Order(StringComparer.Ordinal));
        Assert.Empty(hasHere.Except(has));
    }

    /// <summary>The names of INFO, without those of commands, errors and databases.</summary>
    private static string[] Fields(string reply) =>
        [.. reply.Split("\r\n").Where(static line => line.Contains(':', StringComparison.Ordinal)).Select(static line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Where(static name => !Varying().IsMatch(name))];

    [GeneratedRegex("^(cmdstat_|errorstat_|latency_percentiles_usec_|db[0-9])")]
    private static partial Regex Varying();

    /// <summary>The names in the first column of the table whose head is this.</summary>
    private static IEnumerable<string> Listed(string table)
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "embedded-redis.md"));
        return page[page.IndexOf($"| {table} | why |", StringComparison.Ordinal)..]
            .Split('\n')
            .Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(static line => Name().Matches(line[..line.LastIndexOf(" | ", StringComparison.Ordinal)]))
            .Select(static match => match.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal));
    }

    /// <summary>Every nth string of an array of strings.</summary>
    private static string[] Items(string reply, int step)
    {
        List<string> items = [];
        for (int at = reply.IndexOf('$', StringComparison.Ordinal); at >= 0 && at < reply.Length;)
        {
            int start = reply.IndexOf('\n', at) + 1;
            int length = int.Parse(reply.AsSpan(at + 1, start - at - 3), System.Globalization.CultureInfo.InvariantCulture);
            items.Add(reply.Substring(start, length));
            at = start + length + 2;
        }

        return [.. items.Where((_, index) => index % step == 0)];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
