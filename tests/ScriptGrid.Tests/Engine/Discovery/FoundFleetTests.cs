using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>What is written and what is found become one fleet.</summary>
public sealed class FoundFleetTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_SameTargetTwice_TheFirstGroupWinsAndAWarningSaysSo()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            """
              - {name: mail, file_sd: {files: [a.json]}, labels: {group: mail}}
              - {targets: [h2, h3], file_sd: {files: [b.json]}, labels: {group: second}}
            """);

        FoundFleet fleet = FoundFleet.Of(configuration, (group, source) => SourceTargets.Of(
            group, source, group.Name == "mail" ? [DiscoveryFolder.Found("h1"), DiscoveryFolder.Found("h2")] : [DiscoveryFolder.Found("h1"), DiscoveryFolder.Found("h4")], configuration));

        Assert.Equal(
            ["h1:6379 mail file_sd mail", "h2:6379 mail file_sd mail", "h3:6379 2 targets second", "h4:6379 2 file_sd second"],
            fleet.Members.Select(static member => $"{member.Target.Address} {member.Group} {member.Source} {member.Target.Labels.Labels[0].Value}"));
        Assert.Equal<string>(
            [
                "group mail (file_sd) and group 2 (targets) have the same target, and the first is used: h2:6379",
                "group mail (file_sd) and group 2 (file_sd) have the same target, and the first is used: h1:6379",
            ],
            fleet.Warnings);
        Assert.Equal(
            ["h1:6379 group mail (file_sd)"], fleet.Lost[("2", "file_sd")].Select(static lost => $"{lost.Key} {lost.Value}"));
        Assert.False(fleet.Lost.ContainsKey(("mail", "file_sd")));
    }

    [Fact]
    public void Of_Shards_HaveEachTargetOnce()
    {
        FoundTarget[] found = [.. Enumerable.Range(0, 100).Select(static index => DiscoveryFolder.Found($"h{index}"))];

        string[][] shards =
        [
            .. Enumerable.Range(1, 3).Select(index =>
            {
                ScriptGridConfiguration configuration = _folder.Load("  - file_sd: {files: [a.json]}", $"interval: 1s, shard: {index}/3");
                FoundFleet fleet = FoundFleet.Of(configuration, (group, source) => SourceTargets.Of(group, source, found, configuration));
                return fleet.Members.Select(static member => member.Target.Address.Host).ToArray();
            }),
        ];

        Assert.Equal(found.Select(static target => target.Address).Order(), shards.SelectMany(static shard => shard).Order());
        Assert.DoesNotContain(shards, static shard => shard.Length == 0);
    }
}
