using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>scriptgrid run</c> with scripts that run on servers of one role.</summary>
public sealed class RolesTests(RedisFixture redis) : IClassFixture<RedisFixture>, IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_ServerOfTheScriptsRole_RunsWithTheRoleAsALabel()
    {
        (int exitCode, string output, _) = await RunAsync("master", "metrics");

        Assert.Equal(0, exitCode);
        Assert.Contains($$"""redis_script_values{target="{{redis.Server.Address}}",role="master",filename="a.lua",key="a"} 1""", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics", "")]
    [InlineData("raw", "")]
    [InlineData("json", "\"skipped\": \"role\"")]
    public async Task Run_ServerOfAnotherRole_SaysThatItDidNotRun(string format, string expected)
    {
        (int exitCode, string output, string error) = await RunAsync("replica", format);

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Equal(format == "json", output.Contains("\"result\": null", StringComparison.Ordinal));
        Assert.Contains($"a.lua on {redis.Server.Address}: not run: it is for a replica (on), and the server is a master", error, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string role, string format)
    {
        string script = _files.Write("a.lua", "return {'a', 1}");
        string configuration = _files.Write("scriptgrid.yml", $"{{global: {{role_label: role, timeout: 1m}}, scripts: [{{file: {script}, on: {role}}}]}}");
        return ScriptGridProcess.RunAsync("run", "--config.file", configuration, "--script", "a.lua", "--target", redis.Server.Address, "--format", format);
    }
}
