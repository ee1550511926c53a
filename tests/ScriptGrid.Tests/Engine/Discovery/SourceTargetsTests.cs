using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>What a group makes of what was found: labels, credentials, and what it leaves out.</summary>
public sealed class SourceTargetsTests : IDisposable
{
    private readonly DiscoveryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_Labels_AreTheGroupsUnderTheTargetsWithoutThoseOfDiscovery()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "  - file_sd: {files: [a.json]}\n    labels: {team: mail, zone: none}", "interval: 1s, labels: {env: prod}");

        SourceTargets targets = DiscoveryFolder.Resolve(
            configuration,
            DiscoveryFolder.Found("h1", ("zone", "a"), ("__meta_x", "y"), ("key", "k"), ("empty", "")),
            DiscoveryFolder.Found("h2", ("zone", "a")));

        Assert.Equal(["h1:6379{env=prod,team=mail,zone=a}", "h2:6379{env=prod,team=mail,zone=a}"], Describe(targets));
        Assert.Same(targets.Targets[0].Spec.Labels, targets.Targets[1].Spec.Labels);
        Assert.Equal<string>(["left out a label that ScriptGrid sets itself: key"], targets.Warnings);
    }

    [Fact]
    public void Of_TargetListedTwiceWithOtherLabels_DrawsAWarning()
    {
        SourceTargets targets = DiscoveryFolder.Resolve(
            _folder.Load("  - file_sd: {files: [a.json]}"),
            DiscoveryFolder.Found("h1", ("zone", "a")),
            DiscoveryFolder.Found("h1", ("zone", "a")),
            DiscoveryFolder.Found("h1", ("zone", "b")));

        Assert.Equal(["h1:6379{zone=a}"], Describe(targets));
        Assert.Equal<string>(["listed twice with different labels; the first are used: h1:6379"], targets.Warnings);
    }

    [Fact]
    public void Of_BadAddresses_AreLeftOutWithALineForEachReason()
    {
        ScriptGridConfiguration configuration = _folder.Load("  - file_sd: {files: [a.json]}");

        SourceTargets targets = DiscoveryFolder.Resolve(
            configuration,
            DiscoveryFolder.Found("h1"),
            DiscoveryFolder.Found("h:x"),
            DiscoveryFolder.Found("h:y"),
            DiscoveryFolder.Found("redis://:geheimnis@h2"),
            DiscoveryFolder.Found("unix:///run/redis.sock"),
            DiscoveryFolder.Found("redis://H1:6379"));

        Assert.Equal(["h1:6379{}", "unix:/run/redis.sock{}"], Describe(targets));
        Assert.Equal(2, targets.Warnings.Length);
        Assert.EndsWith(", and 1 more", targets.Warnings[0], StringComparison.Ordinal);
        Assert.Equal("left out, because found addresses must not contain credentials; put them into the group: h2:6379", targets.Warnings[1]);
        Assert.Equal(4, targets.Dropped.Count);
        Assert.Equal(["h***", "h***", "h2:6379", "h1:6379"], targets.Dropped.First.Select(static dropped => dropped.Address));
        Assert.Equal("it is listed twice", targets.Dropped.First[^1].Reason);
    }

    [Theory]
    [InlineData("", "10.0.0.1 redis.example.com", true)]
    [InlineData("allow: [10.0.0.0/8]", "10.255.0.1 ::ffff:10.0.0.1", true)]
    [InlineData("allow: [10.0.0.0/8]", "11.0.0.1 10.example.com redis.example.com fd00::1", false)]
    [InlineData("allow: ['fd00::/8', 192.168.1.5]", "fd00::1 192.168.1.5", true)]
    [InlineData("allow: ['*.Example.com']", "a.example.com a.b.EXAMPLE.com", true)]
    [InlineData("allow: ['*.example.com']", "example.com a.example.com.evil.org xexample.com 10.0.0.1", false)]
    [InlineData("allow: ['*']", "any.name", true)]
    [InlineData("allow: ['*']", "10.0.0.1", false)]
    [InlineData("allow: []", "10.0.0.1 redis.example.com", false)]
    public void Of_Credentials_GoOnlyToWhatAllowCovers(string allow, string hosts, bool expected)
    {
        ScriptGridConfiguration configuration = _folder.Load(
            $"  - file_sd: {{files: [a.json]}}\n    username: u\n    password: geheimnis\n    {allow}");

        SourceTargets targets = DiscoveryFolder.Resolve(
            configuration, [.. hosts.Split(' ').Select(static host => DiscoveryFolder.Found(host.Contains(':') ? $"[{host}]:6379" : host))]);

        Assert.Equal(hosts.Split(' ').Length, targets.Targets.Length);
        Assert.All(targets.Targets, target => Assert.Equal(expected ? "geheimnis" : null, target.Spec.Credentials?.Password));
        Assert.Equal(expected, targets.Warnings.IsEmpty);
    }

    [Fact]
    public void Of_SecretsOfGroup_AreMaskedBeforeAnyTargetIsFound()
    {
        ScriptGridConfiguration configuration = _folder.Load("  - file_sd: {files: [a.json]}\n    password: geheimnis");
        var secrets = new ConfiguredSecrets();

        secrets.Use(configuration);

        Assert.Equal("*** is out", secrets.Mask.Apply("geheimnis is out"));
    }

    private static IEnumerable<string> Describe(SourceTargets targets) =>
        targets.Targets.Select(static target => target.Spec.Address.Id + DiscoveryFolder.Text(target.Spec.Labels));
}
