using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary><c>scriptgrid targets</c> and <c>check --discover</c>.</summary>
public sealed class TargetsTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Targets_OfFileAndOfConfiguration_AreATableWithTheirOrigin()
    {
        string configuration = Configure("[{\"targets\": [\"h2\"], \"labels\": {\"zone\": \"a\", \"__meta_x_role\": \"master\"}}]");

        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("targets", "--config.file", configuration);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            """
            TARGET   GROUP  SOURCE   ROLE    USER     LABELS
            h1:6379  1      targets  -       metrics  team="mail"
            h2:6379  1      file_sd  master  metrics  team="mail",zone="a"

            """,
            output);
    }

    [Fact]
    public async Task Targets_AsFileSd_AreWhatFileSdTakes()
    {
        string configuration = Configure("[{\"targets\": [\"h2\", \"h3:1/2\"], \"labels\": {\"zone\": \"a\"}}]");
        (_, string output, _) = await ScriptGridProcess.RunAsync("targets", "--config.file", configuration, "--format", "file_sd");

        string again = Configure(output);
        (_, string second, _) = await ScriptGridProcess.RunAsync("targets", "--config.file", again, "--format", "json");

        Assert.Contains("\"target\": \"h3:1/2\"", second, StringComparison.Ordinal);
        Assert.DoesNotContain("geheimnis", output + second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_SourceThatFails_ListsTheOthersAndExitsWith1()
    {
        string configuration = Configure("[");

        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync("targets", "--config.file", configuration);

        Assert.Equal(1, exitCode);
        Assert.Contains("h1:6379", output, StringComparison.Ordinal);
        Assert.Contains("group 1 (file_sd) failed: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_Watch_ContactsThemInLinesUntilItIsToldToEnd()
    {
        string configuration = Configure("[{\"targets\": [\"h2\"]}]");

        await using ChildProcess watch = await ScriptGridProcess.WatchAsync("is down: ", "targets", "--watch", "--config.file", configuration);

        Assert.Contains("TARGET   GROUP  SOURCE   ROLE", watch.Log, StringComparison.Ordinal);
        Assert.Contains("0 up, 2 down", watch.Log, StringComparison.Ordinal);
        Assert.Equal(0, await watch.TerminateAsync());
        Assert.DoesNotContain("geheimnis", watch.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Discover_FailsWhereASourceDoes()
    {
        string configuration = Configure("[{\"targets\": [\"h:x\"]}]");
        (int warned, string warning, _) = await ScriptGridProcess.RunAsync("check", "--discover", "--config.file", configuration);
        Configure("{}");
        (int failed, string failure, _) = await ScriptGridProcess.RunAsync("check", "--discover", "--config.file", configuration);
        (int unasked, _, _) = await ScriptGridProcess.RunAsync("check", "--config.file", configuration);

        Assert.Equal((0, 1, 0), (warned, failed, unasked));
        Assert.Contains("warning discovery: group 1 (file_sd): left out, because it is not a valid target", warning, StringComparison.Ordinal);
        Assert.Contains("error discovery: group 1 (file_sd) failed: ", failure, StringComparison.Ordinal);
    }

    private string Configure(string list)
    {
        _files.Write("targets.json", list);
        _files.Write("a.lua", "return {}");
        return _files.Write("scriptgrid.yml", """
            scripts: [{file: a.lua}]
            target_groups:
              - targets: [h1]
                file_sd: {files: [targets.json]}
                labels: {team: mail}
                username: metrics
                password: geheimnis
            """);
    }
}
