using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class GreetingReaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NothingSaid_AsksForResp3UnderTheUsualName()
    {
        TargetSpec target = Assert.Single(_folder.Load("""
            scripts: [{file: a.lua}]
            target_groups: [{targets: [h]}]
            """).Targets);

        Assert.Same(Greeting.Default, target.Greeting);
        Assert.Equal((3, "scriptgrid"), (target.Greeting.Protocol, target.Greeting.ClientName));
    }

    [Fact]
    public void Load_GroupAndGlobal_GroupStandsBeforeGlobal()
    {
        IEnumerable<TargetSpec> targets = _folder.Load("""
            global: {protocol: 2, client_name: metrics}
            scripts: [{file: a.lua}]
            target_groups:
              - {targets: [a]}
              - {targets: [b], client_name: ""}
              - {targets: [c], protocol: 3}
            """).Targets;

        Assert.Equal(
            [(2, "metrics"), (2, ""), (3, "metrics")],
            targets.Select(static target => (target.Greeting.Protocol, target.Greeting.ClientName)));
    }

    [Fact]
    public void Load_Flag_StandsBeforeGlobal()
    {
        TargetSpec target = Assert.Single(_folder.Load(
            """
            global: {protocol: 3}
            scripts: [{file: a.lua}]
            target_groups: [{targets: [h]}]
            """,
            new Setting("global.protocol", "2", "--protocol")).Targets);

        Assert.Equal(2, target.Greeting.Protocol);
    }

    [Fact]
    public void Load_WhatNoServerTakes_IsAMistake()
    {
        Assert.Equal(
            [
                "scriptgrid.yml:1: protocol: \"4\" is not 2 or 3",
                "scriptgrid.yml:3: client_name: \"my name\" is not a name of up to 100 printable ASCII characters without blanks, or empty for none",
            ],
            _folder.Errors("""
                global: {protocol: 4}
                scripts: [{file: a.lua}]
                target_groups: [{targets: [h], client_name: my name}]
                """));
    }
}
