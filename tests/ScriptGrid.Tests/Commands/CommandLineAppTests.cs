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
    [InlineData("", "no command is given; see scriptgrid --help")]
    [InlineData("sreve", "unknown command sreve; did you mean serve?")]
    [InlineData("hepl", "unknown command hepl; did you mean help?")]
    [InlineData("redis://:secret@h", "unknown command redis://***@h; see scriptgrid --help")]
    [InlineData("help srve", "unknown command srve; did you mean serve?")]
    [InlineData("serve --intervall 1s", "unknown flag --intervall; did you mean --interval?")]
    [InlineData("serve --redis.passwrod secret", "unknown flag --redis.passwrod; did you mean --redis.password?")]
    [InlineData("serve --unknown=secret", "unknown flag --unknown; see scriptgrid serve --help")]
    [InlineData(
        "serve redis://:secret@h", "unexpected argument redis://***@h; values follow a flag, as in --target redis://host; see scriptgrid serve --help")]
    [InlineData("serve --interval", "--interval: the value is missing; see scriptgrid serve --help")]
    [InlineData("serve --interval 1s --interval 2s", "--interval: given 2 times; keep one; see scriptgrid serve --help")]
    [InlineData("serve --web.scrape-any-target --web.scrape-any-target", "--web.scrape-any-target: given 2 times; keep one; see scriptgrid serve --help")]
    [InlineData("run --target h", "--script is missing; name a script, or a shipped collector with --collect; see scriptgrid run --help")]
    [InlineData("run --target h --script s --collect info", "--script and --collect exclude each other; see scriptgrid run --help")]
    [InlineData("run --target h --script s --format xml", "--format: \"xml\" is not one of metrics, raw, json; see scriptgrid run --help")]
    [InlineData("run --script s", "--target is missing; name a server, or give --embedded; see scriptgrid run --help")]
    [InlineData("run --script s --target h --embedded", "--target and --embedded exclude each other; see scriptgrid run --help")]
    [InlineData("run --script s --target h --seed f", "--seed needs --embedded; a server is never written to; see scriptgrid run --help")]
    [InlineData("redis --port abc", "--port: \"abc\" is not a port from 1 to 65535, or 0 for a free one; see scriptgrid redis --help")]
    [InlineData("redis --port 65536", "--port: \"65536\" is not a port from 1 to 65535, or 0 for a free one; see scriptgrid redis --help")]
    [InlineData("redis --bind nowhere", "--bind: \"nowhere\" is not an IP address; see scriptgrid redis --help")]
    [InlineData("check --format http://u:p@h a.lua", "--format: it is not one of text, json; see scriptgrid check --help")]
    [InlineData("check --format xml a.lua", "--format: \"xml\" is not one of text, json; see scriptgrid check --help")]
    [InlineData("check --strcit a.lua", "unknown flag --strcit; did you mean --strict?")]
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

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help redis", "redis --help")]
    public async Task Help_AsCommand_ShowsWhatTheFlagShows(string command, string flag)
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync(command.Split(' ')));
        string shown = _harness.Output;

        Assert.Equal(ExitCode.Success, await _harness.RunAsync(flag.Split(' ')));
        Assert.Equal(_harness.Output, shown);
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
