using ScriptGrid.Engine.Configuration;

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

        SectionNode read = YamlReader.Read(YamlWriter.Write(tree), "f", "", new Dictionary<string, string>(), problems)!;

        Assert.Empty(problems.Errors());
        Assert.Equal(texts, ((ListNode)read.Entries[0].Value!).Items.Select(static item => ((TextNode)item).Text));
    }

    [Fact]
    public void Text_Variables_AreShownByTheirNames()
    {
        string text = Show("scripts: [{file: queues.lua}]\ntarget_groups: [{targets: [h1], labels: {env: \"${HOME}\"} }]\n");

        Assert.Contains("env: \"${HOME}\"", text, StringComparison.Ordinal);
    }

    private static string Show(string yaml)
    {
        var problems = new Problems();
        SectionNode tree = YamlReader.Read(yaml, "scriptgrid.yml", "", new Dictionary<string, string> { ["HOME"] = "hemlich" }, problems)!;
        Assert.Empty(problems.Errors());
        return ShownConfiguration.Of(tree, file: null).Text;
    }
}
