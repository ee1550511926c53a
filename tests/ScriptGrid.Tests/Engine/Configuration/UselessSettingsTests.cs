using ScriptGrid.Engine.Configuration;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>What does nothing is not accepted: keys that another makes useless, and values that are listed twice.</summary>
public sealed class UselessSettingsTests : IDisposable
{
    private const string Script = "scripts: [{file: a.lua}]";
    private const string Target = "target_groups: [{targets: [h]}]";

    private readonly ConfigurationFolder _folder = new();
    private readonly TestCertificates _certificates = new();

    public UselessSettingsTests() => File.Copy(_certificates.CaFile, Path.Combine(_folder.Path, "ca.pem"));

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    private ScriptGridConfiguration Silo(params Setting[] settings)
    {
        var loader = new ConfigurationLoader(new CommandLineSettings { Settings = [.. settings], WorkingDirectory = _folder.Path }) { ForSilo = true };
        return loader.Load().Configuration!;
    }

    [Theory]
    [InlineData("global: {tls: {ca_file: ca.pem, insecure_skip_verify: true}}", Script, Target, "ca_file: it has no effect, because insecure_skip_verify accepts any certificate; keep one of the two")]
    [InlineData("target_groups: [{targets: [h], tls: {insecure_skip_verify: true, ca_file: ca.pem}}]", Script, "", "ca_file: it has no effect, because insecure_skip_verify accepts any certificate; keep one of the two")]
    [InlineData("target_groups: [{targets: ['unix:///a', 'unix:///b'], tls: {ca_file: ca.pem}}]", Script, "", "tls: it has no effect, because Unix sockets do not use TLS; remove it")]
    [InlineData("scripts: [{file: a.lua, aggregate: [sum, max, sum]}]", "", Target, "aggregate: sum is listed twice; keep one")]
    [InlineData("target_groups: [{targets: [h], scripts: [a.lua, a.lua]}]", Script, "", "scripts: a.lua is listed twice; keep one")]
    [InlineData("target_groups: [{targets: [h, 'redis://H:6379']}]", Script, "", "targets: h:6379 is configured twice, first at scriptgrid.yml:1; keep one")]
    [InlineData("web: {scrape: false, scrape_any_target: true}", Script, Target, "scrape_any_target: it has no effect, because /scrape is not served; keep one of the two")]
    [InlineData("cluster: {membership: localhost, connection: x}", Script, Target, "connection: it does nothing with membership: localhost; remove one of the two")]
    public void Load_WhatDoesNothing_IsAnError(string line, string second, string third, string message) =>
        Assert.Equal(["scriptgrid.yml:1: " + message], _folder.Errors($"{line}\n{second}\n{third}"));

    [Theory]
    [InlineData("global: {compat_redis_exporter: true, redis_exporter_tls: {ca_file: ca.pem, insecure_skip_verify: true}}", "it has no effect, because insecure_skip_verify accepts any certificate; keep one of the two")]
    [InlineData("global: {compat_redis_exporter: true, protocol: 3}", "protocol 3 has no effect: with compat_redis_exporter servers are spoken to in RESP2")]
    [InlineData("cluster: {membership: redis, connection: h, primary_port: 3}", "primary_port has no effect: only with membership: localhost is there a first silo")]
    [InlineData("cluster: {gateway_port: 0, ad_hoc_eval: true}", "ad_hoc_eval has no effect: with gateway_port 0 there are no external clients")]
    [InlineData("cluster: {gateway_port: 0, client_secret: 0123456789abcdef}", "client_secret has no effect: with gateway_port 0 there are no external clients")]
    public void Load_WhatAnotherSettingMakesUseless_Warns(string line, string message) =>
        Assert.Equal<string>(["scriptgrid.yml:1: " + message], _folder.Load($"{line}\n{Script}\n{Target}").Warnings);

    [Theory]
    [InlineData("cluster.membership", "localhost", "cluster: {membership: redis, connection: h, primary_port: 3}")]
    [InlineData("cluster.gateway_port", "0", "cluster: {client_secret: 0123456789abcdef, ad_hoc_eval: true}")]
    [InlineData("web.scrape", "false", "web: {scrape_any_target: true}")]
    public void Load_AFlagMakesTheFilesSettingUseless_IsAccepted(string key, string text, string line) =>
        Assert.Empty(_folder.Load($"{line}\n{Script}\n{Target}", new Setting(key, text, "--flag")).Warnings);

    [Fact]
    public void Load_GlobalOfASiloWithoutTargets_WarnsWithEachPlace()
    {
        _folder.Write(ConfigurationFolder.FileName, "cluster: {}\nglobal: {interval: 7s, max_fleet_series: 10}\n");
        var timeout = new Setting("global.timeout", "9s", "--timeout");
        string[] useless = [.. Silo(timeout, ConfigurationFolder.File).Warnings];
        _folder.Write(ConfigurationFolder.FileName, "cluster: {}\n");
        string[] alone = [.. Silo(ConfigurationFolder.File).Warnings];
        _folder.Write(ConfigurationFolder.FileName, $"global: {{interval: 7s}}\n{Script}\n{Target}");
        string[] used = [.. Silo(ConfigurationFolder.File).Warnings];

        const string Why = "has no effect: a silo without targets of its own takes the cluster's settings; change them on a silo that has the targets";
        Assert.Equal([$"--timeout: it {Why}", $"scriptgrid.yml:2: global {Why}"], useless);
        Assert.Empty(alone);
        Assert.Empty(used);
    }

    [Fact]
    public void Load_NothingIsServedForNoTargets_IsAnError() =>
        Assert.Equal(
            ["scriptgrid.yml:1: no target is configured; give --target, or list target_groups: in a configuration file"],
            _folder.Errors($"web: {{scrape_any_target: true}}\n{Script}", new Setting("web.scrape", "false", "--flag")));
}
