using System.Net;
using ScriptGrid.Commands;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

public sealed class CommandLineAppTests
{
    private readonly CommandLineHarness _harness = new();

    [Theory]
    [InlineData("", "Required command was not provided.", "See scriptgrid --help.")]
    [InlineData("sreve", "unknown command sreve; did you mean serve?", "Required command was not provided.", "See scriptgrid --help.")]
    [InlineData("serve --intervall 1s", "unknown flag --intervall; did you mean --interval?", "See scriptgrid serve --help.")]
    [InlineData("serve --redis.passwrod secret", "unknown flag --redis.passwrod; did you mean --redis.password?", "See scriptgrid serve --help.")]
    [InlineData("serve --unknown=secret", "unknown flag --unknown", "See scriptgrid serve --help.")]
    [InlineData(
        "serve redis://:secret@h", "unexpected argument redis://***@h; values follow a flag, as in --target redis://host", "See scriptgrid serve --help.")]
    [InlineData("serve --interval", "Required argument missing for option: '--interval'.", "See scriptgrid serve --help.")]
    [InlineData(
        "serve --interval 1s --interval 2s", "Option '--interval' expects a single argument but 2 were provided.", "See scriptgrid serve --help.")]
    [InlineData("run --target h", "Option '--script' is required.", "See scriptgrid run --help.")]
    [InlineData(
        "run --target h --script s --format xml", "Argument 'xml' not recognized. Must be one of: 'metrics' 'raw' 'json'", "See scriptgrid run --help.")]
    [InlineData("run --script s", "Option '--target' is required, or --embedded.", "See scriptgrid run --help.")]
    [InlineData("run --script s --target h --embedded", "--target and --embedded exclude each other", "See scriptgrid run --help.")]
    [InlineData("run --script s --target h --seed f", "--seed needs --embedded; a server is never written to", "See scriptgrid run --help.")]
    [InlineData("redis --port 65536", "--port: must be 0 to 65535", "See scriptgrid redis --help.")]
    [InlineData("redis --bind nowhere", "--bind: \"nowhere\" is not an IP address", "See scriptgrid redis --help.")]
    public async Task Invoke_BadUsage_PrintsErrorsAndExitsWith2(string line, params string[] errors)
    {
        int exitCode = await _harness.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.Equal(errors, _harness.Errors);
    }

    [Fact]
    public async Task Help_OfServe_NamesEveryFlagWithItsVariable()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--help"));

        Assert.All(Flags.Serve.Concat(Flags.RedisExporter).Where(flag => flag is { Note: null, Kind: not FlagKind.VariableOnly }), flag =>
        {
            string line = Assert.Single(_harness.Output.Split('\n'), line => line.TrimStart().StartsWith(flag.Name + " ", StringComparison.Ordinal));
            Assert.Contains($"[env: {flag.Variable}]", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Run_AllFlags_MakeOneRequest()
    {
        using var folder = new ConfigurationFolder();
        string script = Path.Combine(folder.Path, "a.lua");
        _harness.Environment["SCRIPTGRID_TARGET"] = "ignored";
        _harness.Environment["SCRIPTGRID_PASSWORD"] = "pw";

        int exitCode = await _harness.RunAsync(
            "run", "--script", script, "--target", "redis://h/1", "--keys", "k1,k2", "--args", "a1,,a3", "--args", "a4", "--format", "json", "--timeout", "5s");

        Assert.Equal(ExitCode.Success, exitCode);
        RunRequest request = _harness.Ran!;
        Assert.Equal<string>(["k1", "k2"], request.Script.Keys);
        Assert.Equal<string>(["a1", "", "a3", "a4"], request.Script.Arguments);
        Assert.Equal((RunFormat.Json, TimeSpan.FromSeconds(5)), (request.Format, request.Script.Timeout));
        Assert.Equal(("h:6379/1", "pw"), (request.Target.Address.Id, request.Target.Credentials!.Password));
        Assert.Equal([request.Script], request.Target.Scripts);
        Assert.Equal<TargetSpec>([request.Target], request.Configuration.Targets);
    }

    [Fact]
    public async Task Run_MissingScript_ExitsWith2()
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("run", "--script", "/none.lua", "--target", "h"));

        Assert.Equal(["--script: /none.lua does not exist"], _harness.Errors);
    }

    [Fact]
    public async Task Run_Embedded_StandsInForTheTarget()
    {
        using var folder = new ConfigurationFolder();
        string script = Path.Combine(folder.Path, "a.lua");

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("run", "--script", script, "--embedded", "--seed", "data.txt"));

        Assert.Equal(new EmbeddedTarget("data.txt"), _harness.Ran!.Embedded);
    }

    [Fact]
    public async Task Redis_NoFlags_ListensOnTheLoopback()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("redis"));

        Assert.Equal(new RedisRequest(IPAddress.Loopback, 6390, null, EnableDebugCommand: false), _harness.ServedRedis);
    }

    [Fact]
    public async Task Redis_AllFlags_MakeOneRequest()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("redis", "--port", "0", "--bind", "::1", "--seed", "s", "--enable-debug-command"));

        Assert.Equal(new RedisRequest(IPAddress.IPv6Loopback, 0, "s", EnableDebugCommand: true), _harness.ServedRedis);
    }

    [Fact]
    public async Task Demo_ListenAddress_IsItsOnlySetting()
    {
        _harness.Environment["SCRIPTGRID_PASSWORD"] = "pw";

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("demo", "--web.listen-address", ":1"));

        Assert.Equal(("web.listen_address", ":1"), Assert.Single(_harness.Demonstrated!.Settings.Select(setting => (setting.Key, setting.Text))));
    }
}
