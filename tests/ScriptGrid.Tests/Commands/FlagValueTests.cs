using ScriptGrid.Commands;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

/// <summary>Whatever is typed behind a flag: it is taken, or one line names the flag and says what is wrong.</summary>
public sealed class FlagValueTests : IDisposable
{
    private const string Number = "99999999999999999999";

    private static readonly string Long = new('x', 70_000);

    private static readonly string[] Nonsense = ["", "abc", "-1", Number, Long, "/", "/none/file", " ", "ä\u0001"];

    private static readonly string[] Text = [.. Nonsense];

    /// <summary>Which of these values mean something to a flag; to those that are not listed, none does.</summary>
    private static readonly Dictionary<string, string[]> Taken = new()
    {
        ["--username"] = Text,
        ["--keys"] = Text,
        ["--args"] = Text,
        ["--target"] = ["abc", "-1", Number],
        ["--client-name"] = ["", "abc", "-1", Number, "/", "/none/file"],
        ["--password-file"] = [""],
        ["--target.label"] = ["abc", Long],
        ["--namespace"] = ["abc", Long],
        ["--web.telemetry-path"] = ["/none/file"],
        ["--web.route-prefix"] = ["abc", "-1", Number, "/", "/none/file"],
        ["--cluster.id"] = ["abc", "-1", Number],
        ["--cluster.address"] = ["abc"],
        ["--seed"] = ["abc", "-1", Number, Long, "/", "/none/file", " ", "ä\u0001"],
    };

    private readonly CommandLineHarness _harness = new();
    private readonly ConfigurationFolder _folder = new();

    public static TheoryData<string, string> OwnFlags()
    {
        var rows = new TheoryData<string, string>();
        foreach ((string command, string flag) in AllFlags())
        {
            rows.Add(command, flag);
        }

        return rows;
    }

    private static IEnumerable<(string Command, string Flag)> AllFlags() =>
    [
        .. Of("serve", Flags.Serve),
        .. Of("silo", [.. Flags.Serve, .. Flags.Cluster]),
        .. Of("run", [Flags.ConfigFile, .. Flags.Common], "--script", "--collect", "--target", "--embedded", "--seed", "--keys", "--args", "--format"),
        .. Of("check", [.. Flags.Serve.Where(flag => flag.Name is "--config.file" or "--read-only" or "--compat.redis-exporter")], "--format", "--strict", "--for-cluster", "--discover"),
        .. Of("targets", [], "--watch"),
        .. Of("redis", [], "--port", "--bind", "--seed", "--enable-debug-command"),
        .. Of("demo", [Flags.ListenAddress]),
    ];

    public static TheoryData<string> RedisExporterFlags() => [.. Flags.RedisExporter.Where(flag => flag.Kind != FlagKind.VariableOnly).Select(flag => flag.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(OwnFlags))]
    public async Task OwnFlag_AnyValue_IsTakenOrNamedInOneLine(string command, string flag)
    {
        foreach (string value in Nonsense)
        {
            int exitCode = await _harness.RunAsync([.. Base(command, flag), $"{flag}={value}"]);

            bool isTaken = Taken.TryGetValue(flag, out string[]? values) && values.Contains(value);
            Assert.True(exitCode == (isTaken ? ExitCode.Success : ExitCode.Usage), $"{flag}={value}: {exitCode} {string.Join('\n', _harness.Errors)}");
            Assert.Equal(isTaken ? 0 : 1, _harness.Errors.Length);
            Assert.All(_harness.Errors, line => Assert.Contains(flag, line, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--strict")]
    [InlineData("--discover")]
    [InlineData("--for-cluster")]
    public async Task Switch_ValueOfGo_IsTaken(string flag)
    {
        foreach (string value in new[] { "1", "t", "TRUE", "0", "F", "false" })
        {
            Assert.Equal((ExitCode.Success, 0), (await _harness.RunAsync("check", $"{flag}={value}", Path.Combine(_folder.Path, "a.lua")), _harness.Errors.Length));
        }
    }

    [Fact]
    public async Task Watch_ValueOfGo_IsTaken()
    {
        foreach (string value in new[] { "1", "t", "F", "false" })
        {
            Assert.Equal(ExitCode.Success, await _harness.RunAsync("targets", $"--watch={value}", "--script", Path.Combine(_folder.Path, "a.lua"), "--target", "t"));
            Assert.Equal(value is "1" or "t", _harness.Listed!.Watch);
        }
    }

    [Theory]
    [MemberData(nameof(RedisExporterFlags))]
    public async Task RedisExporterFlag_AnyValue_IsTakenOrNamedInOneLine(string flag)
    {
        foreach (string value in Nonsense)
        {
            string[] script = flag.Contains("script", StringComparison.Ordinal) ? [] : ["--script", Path.Combine(_folder.Path, "a.lua")];

            int exitCode = await _harness.RunAsync(["serve", .. script, "--target", "t", "--compat.redis-exporter", $"{flag}={value}"]);

            Assert.True(exitCode is ExitCode.Success or ExitCode.Usage, $"{flag}={value}: {exitCode} {string.Join('\n', _harness.Errors)}");
            Assert.All(_harness.Errors, line => Assert.DoesNotContain("   at ", line, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<(string Command, string Flag)> Of(string command, Flag[] flags, params string[] own) => flags
        .Where(static flag => flag.Kind != FlagKind.VariableOnly)
        .Select(static flag => flag.Name)
        .Concat(own)
        .Select(name => (command, name));

    /// <summary>A good command line but for the flag.</summary>
    private string[] Base(string command, string flag)
    {
        string path = Path.Combine(_folder.Path, "a.lua");
        string[] script = flag is "--script" or "--collect" ? [] : ["--script", path];
        string[] target = flag == "--target" ? [] : ["--target", "t"];
        return command switch
        {
            "redis" or "demo" => [command],
            "check" => [command, path],
            "run" when flag is "--seed" => [command, .. script, "--embedded"],
            "run" when flag is "--embedded" => [command, .. script],
            "silo" when flag is "--cluster.connection-file" => [command, "--cluster.membership", "redis"],
            _ => [command, .. script, .. target],
        };
    }
}
