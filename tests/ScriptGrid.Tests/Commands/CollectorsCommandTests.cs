using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Contrib.Collectors;

namespace ScriptGrid.Tests.Commands;

public sealed class CollectorsCommandTests
{
    private readonly CommandLineHarness _harness = new();

    [Fact]
    public async Task List_Always_NamesEachCollectorWithItsArgumentsAndNeeds()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("collectors", "list"));

        string[] lines = _harness.Output.Split('\n');
        Assert.Equal(CollectorFiles.Names, lines.Where(static line => line.Length > 0 && line[0] != ' '));
        Assert.Equal(CollectorFiles.Names.Length, lines.Count(static line => line.StartsWith("  arguments: ", StringComparison.Ordinal)));
        Assert.Equal(CollectorFiles.Names.Length, lines.Count(static line => line.StartsWith("  needs: Redis ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Show_EachCollector_PrintsItsFile()
    {
        foreach (string name in CollectorFiles.Names)
        {
            Assert.Equal(ExitCode.Success, await _harness.RunAsync("collectors", "show", name));
            Assert.Equal(await CollectorFiles.ReadAsync(name), _harness.Output);
        }
    }

    [Fact]
    public async Task Show_UnknownName_NamesTheNearOne()
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("collectors", "show", "slowlogs"));

        Assert.Equal(["no collector is named slowlogs; did you mean slowlog?; see scriptgrid collectors list"], _harness.Errors);
    }

    [Fact]
    public async Task Serve_Collect_RunsThemOnEveryTarget()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--collect", "info,slowlog", "--target", "h"));

        Assert.Equal(["info", "slowlog"], _harness.Served!.Targets[0].Scripts.Select(static script => script.Name));
    }

    [Fact]
    public async Task Run_Collect_RunsTheCollector()
    {
        Assert.Equal(ExitCode.Success, await _harness.RunAsync("run", "--collect", "keys", "--args", "a", "--embedded"));

        Assert.Equal("keys", _harness.Ran!.Script.Name);
        Assert.Equal("a", Assert.Single(_harness.Ran.Script.Arguments));
    }
}
