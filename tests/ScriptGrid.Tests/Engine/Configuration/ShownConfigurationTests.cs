using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Documentation.Schemas;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>A configuration as people may see it.</summary>
public sealed class ShownConfigurationTests
{
    [Fact]
    public void Text_EverySortOfSecret_IsMasked()
    {
        string text = Show("""
            # a comment with hemlich
            global: {interval: 15s, username: metrics, password: hemlich}
            scripts: [{file: queues.lua, args: ["mail:*", "a b"], interval: 30s}]
            target_groups:
              - targets: ["redis://user:hemlich@h1", "redis://hemlich@h2:6380/1", "u:hem@lich@h3", "rediss://h4"]
                password: &secret hemlich
                labels: {env: "yes: no", on: "null"}
              - name: found
                password_command: [vault, read, hemlich]
                http_sd: {url: "http://inventory/redis", bearer_token: hemlich}
              - name: other
                password: *secret
                sentinel: {addresses: ["h5:26379"], password: hemlich}
            cluster: {membership: redis, connection: "h6,password=hemlich", client_secret: hemlich}
            """);

        Assert.Equal("""
            global:
              interval: 15s
              username: metrics
              password: "***"
            scripts:
              - file: queues.lua
                args:
                  - "mail:*"
                  - "a b"
                interval: 30s
            target_groups:
              - targets:
                  - "redis://***@h1"
                  - "redis://***@h2:6380/1"
                  - "***@h3"
                  - rediss://h4
                password: "***"
                labels:
                  env: "yes: no"
                  on: "null"
              - name: found
                password_command:
                  - vault
                  - "***"
                  - "***"
                http_sd:
                  url: http://inventory/redis
                  bearer_token: "***"
              - name: other
                password: "***"
                sentinel:
                  addresses:
                    - h5:26379
                  password: "***"
            cluster:
              membership: redis
              connection: "***"
              client_secret: "***"

            """, text);
    }

    [Fact]
    public void Text_Written_IsYamlThatReadsAsTheSame()
    {
        string[] texts = ["a: b", "#", "- x", "{", "\"quoted\" \\ 'single'", "tab\there", "two\nlines", "ü€😀", "~", "null", "", "true", "1e3", "&a", "*a", "!x", "%y", "@z", "a:", "end "];
        var place = new Place(SettingOrigin.File, "f", 1, "");
        var tree = new SectionNode(place, [new SectionEntry("labels", place, new ListNode(place, [.. texts.Select(text => new TextNode(place, text))]))]);
        var problems = new Problems();

        SectionNode read = YamlReader.Read(ShownConfiguration.Of(tree, file: null).Text(SecretMask.None), "f", "", new Dictionary<string, string>(), problems)!;

        Assert.Empty(problems.Errors());
        Assert.Equal(texts, ((ListNode)read.Entries[0].Value!).Items.Select(static item => ((TextNode)item).Text));
    }

    [Fact]
    public void Text_Variables_AreShownByTheirNames()
    {
        string text = Show("scripts: [{file: queues.lua}]\ntarget_groups: [{targets: [h1], labels: {env: \"${HOME}\"} }]\n");

        Assert.Contains("env: \"${HOME}\"", text, StringComparison.Ordinal);
    }

    /// <summary>Every key whose name speaks of a secret, and those of which a text is one without saying so.</summary>
    [Fact]
    public void Text_EveryKeyOfASecret_IsMasked()
    {
        string[] keys =
        [
            .. AskedKeys.OfConfiguration().All.Where(static key =>
                new[] { "password", "secret", "token", "connection" }.Any(word => key.Contains(word, StringComparison.Ordinal))
                && !new[] { "_file", "_env", "_ttl", "_age", "_command" }.Any(end => key.EndsWith(end, StringComparison.Ordinal))),
        ];

        Assert.Superset(new HashSet<string> { "password", "bearer_token", "client_secret", "connection", "basic_auth_password", "basic_auth_hash_password" }, keys.ToHashSet());
        Assert.All(keys, static key => Assert.Equal($"{key}: \"***\"\n", Show($"{key}: hem\n")));
    }

    [Theory]
    [InlineData("redis://u:p,hem@h1", "redis://***@h1")]
    [InlineData("redis://hem,lich@h1:1/2", "redis://***@h1:1/2")]
    [InlineData("u:p,redis://hem@h1", "***@h1")]
    [InlineData("u:hem@lich,h@h1", "***@h1")]
    [InlineData("unix://u:p,hem@/run/redis.sock", "unix://***@/run/redis.sock")]
    public void Text_LoginOfAnAddressWithAComma_IsMasked(string address, string shown)
    {
        foreach (string key in new[] { "targets", "seeds", "servers", "addresses", "names" })
        {
            Assert.Equal($"{key}:\n  - \"{shown}\"\n", Show($"{key}: ['{address}']\n"));
        }
    }

    [Theory]
    [InlineData("pa\"ss\\word9")]
    [InlineData("back\\slash")]
    [InlineData("two\nlines-of-it")]
    [InlineData("ta\tb-and-more")]
    public void Text_SecretThatYamlQuotes_IsMaskedWhereverItStands(string secret)
    {
        var place = new Place(SettingOrigin.File, "f", 1, "");
        var tree = new SectionNode(place, [new SectionEntry("args", place, new ListNode(place, [new TextNode(place, secret), new TextNode(place, $"a {secret} b")]))]);

        Assert.Equal("args:\n  - \"***\"\n  - \"a *** b\"\n", ShownConfiguration.Of(tree, file: null).Text(SecretMask.Of([secret])));
    }

    private static string Show(string yaml)
    {
        var problems = new Problems();
        SectionNode tree = YamlReader.Read(yaml, "scriptgrid.yml", "", new Dictionary<string, string> { ["HOME"] = "hemlich" }, problems)!;
        Assert.Empty(problems.Errors());
        return ShownConfiguration.Of(tree, file: null).Text(SecretMask.None);
    }
}
