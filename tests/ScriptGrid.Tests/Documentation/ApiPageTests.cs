using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Http;
using ScriptGrid.Engine.Http.Api;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;
using ScriptGrid.Tests.Engine.Http;

namespace ScriptGrid.Tests.Documentation;

/// <summary><c>docs/api.md</c> shows an answer of each endpoint. With SCRIPTGRID_WRITE_API=1 this test writes them anew.</summary>
[Collection(ApiFixture.Name)]
public sealed partial class ApiPageTests(ApiFixture api)
{
    private const string Written = "10.0.0.1:6379";
    private const string Dead = "10.0.0.9:6379";

    [Fact]
    public async Task Page_Endpoints_AreAllThere()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "api.md"));
        IEnumerable<WebEndpoint> endpoints = ApiEndpoints.Of(new ApiSources(new FakeFleet(), new ConfiguredSecrets()), new WebSettings());

        Assert.All(endpoints, endpoint => Assert.Contains($"{endpoint.Methods[0]} {endpoint.Path.Replace("**", "", StringComparison.Ordinal)}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Samples_AreWhatIsAnswered()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "api.md"));
        Match[] samples = [.. Sample().Matches(page).Cast<Match>()];
        string[] answers = await Task.WhenAll(samples.Select(sample => AnswerAsync(sample.Groups["method"].Value, sample.Groups["path"].Value)));
        int at = 0;
        string made = Sample().Replace(page, sample => $"{sample.Groups["head"].Value}{answers[at++]}\n```");
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_API") == "1")
        {
            await File.WriteAllTextAsync(Checkout.PathOf("docs/api.md"), made);
            return;
        }

        Assert.True(samples.Length > 8, "The page lost its samples.");
        Assert.Equal(page, made);
    }

    private async Task<string> AnswerAsync(string method, string path)
    {
        string asked = path.Replace(Written, api.Written, StringComparison.Ordinal);
        (_, string answer) = await api.Serve.SendAsync(new HttpMethod(method), asked);
        return ApiSample.Of(answer, [(api.Written, Written), (api.Dead, Dead), (api.Folder, "/etc/scriptgrid")]);
    }

    [GeneratedRegex("(?<head><!-- (?<method>GET|POST) (?<path>\\S+) -->\\n```json\\n)(?:(?!```).)*```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
