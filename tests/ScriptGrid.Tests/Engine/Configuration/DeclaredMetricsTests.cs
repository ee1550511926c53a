using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>Metrics that scripts declare, in their leading comments and in the configuration.</summary>
public sealed class DeclaredMetricsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_HeaderAndList_GiveTheScriptsMetrics()
    {
        _folder.Write("a.lua", """
            #!lua
            -- Queues.
            --[[ scriptgrid: gauge in_a_block
            ]]

            -- scriptgrid: allow write
            -- scriptgrid: gauge mail_queue_length{queue} Messages that wait: all {of} them.
            --scriptgrid: counter mail_sent_total{ queue , result } Messages sent.
            -- scriptgrid: histogram mail_age_seconds{queue}
            return 1
            """);

        ScriptGridConfiguration configuration = _folder.Load("""
            scripts: [{file: a.lua, metrics: ["info mail_worker_info{version,host} What runs there.", "gauge mail_up"]}]
            target_groups: [{targets: [h]}]
            """);

        Assert.Equal(
            [
                "gauge mail_queue_length{queue} Messages that wait: all {of} them.",
                "counter mail_sent_total{queue,result} Messages sent.",
                "histogram mail_age_seconds{queue}",
                "info mail_worker_info{version,host} What runs there.",
                "gauge mail_up",
            ],
            Assert.Single(configuration.Scripts).Metrics.Select(static metric => metric.ToString()));
        Assert.Empty(configuration.Warnings);
    }

    [Theory]
    [InlineData("guage mail_up", "\"guage\" is not a type of metric; write one of gauge, counter, histogram, summary, info; did you mean gauge?")]
    [InlineData("gauge", "\"gauge\" is not a declaration; write gauge name{label,label} and a sentence of help")]
    [InlineData("gauge a{b", "\"gauge a{b\" is not a declaration; write gauge name{label,label} and a sentence of help")]
    [InlineData("gauge 9a", "\"9a\" is not a name of a metric; use letters, digits, underscores and colons, no digit first")]
    [InlineData("gauge a-b help", "\"a-b\" is not a name of a metric; use letters, digits, underscores and colons, no digit first")]
    [InlineData("gauge a{b-c}", "a: \"b-c\" is not a label name; use letters, digits and underscores, no digit first, not two underscores first")]
    [InlineData("gauge a{__b}", "a: \"__b\" is not a label name; use letters, digits and underscores, no digit first, not two underscores first")]
    [InlineData("gauge a{b,b}", "a: two of its labels have the same name")]
    [InlineData("histogram a{le}", "a: a histogram has the label le automatically; leave it out")]
    [InlineData("summary a{quantile}", "a: a summary has the label quantile automatically; leave it out")]
    [InlineData("gauge a{target}", "a: target is the label that names the target; rename one")]
    [InlineData("gauge a{env}", "a: env is also a label of the script (scriptgrid.yml:1); rename one")]
    [InlineData("gauge a{team}", "a: the configuration adds a label team to the targets of a.lua; rename one")]
    [InlineData("gauge redis_up", "redis_up is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge redis_script_values{key}", "redis_script_values is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge scriptgrid_x", "scriptgrid_x is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge process_x", "process_x is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge redis_script_errors", "redis_script_errors is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge redis_script_x", "redis_script_x is a name of ScriptGrid's own; choose another")]
    [InlineData("counter redis_up_total", "redis_up_total is a name of ScriptGrid's own; choose another")]
    [InlineData("info redis_up_info", "redis_up_info is a name of ScriptGrid's own; choose another")]
    [InlineData("gauge redis_tls_certificate_not_after_timestamp_seconds", "redis_tls_certificate_not_after_timestamp_seconds is a name of ScriptGrid's own; choose another")]
    public void Load_WrongDeclaration_IsAnErrorWithFileAndLine(string declaration, string problem)
    {
        _folder.Write("a.lua", $"-- A script.\n-- scriptgrid: {declaration}\nreturn 1\n");

        string error = Assert.Single(_folder.Errors("""
            scripts: [{file: a.lua, labels: {env: prod}}]
            target_groups: [{targets: [h], labels: {team: mail}}]
            """));

        Assert.EndsWith($"a.lua:2: {problem}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LabelThatHoldsTheRole_IsAnError()
    {
        _folder.Write("a.lua", "-- scriptgrid: gauge a{role}\nreturn 1\n");

        string error = Assert.Single(_folder.Errors("{global: {role_label: role}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}"));

        Assert.EndsWith("a.lua:1: a: role is the label that holds the target's role; rename one", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gauge mail{queue} Help.", "gauge mail{queue} Other help.")]
    [InlineData("gauge mail{queue} Help.", "counter mail{queue} Help.")]
    [InlineData("gauge mail{queue} Help.", "gauge mail{name} Help.")]
    public void Load_SameNameDeclaredDifferently_NamesBothPlaces(string first, string second)
    {
        _folder.Write("a.lua", $"-- scriptgrid: {first}\nreturn 1\n");
        _folder.Write("b.lua", $"-- B.\n-- scriptgrid: {second}\nreturn 1\n");

        string error = Assert.Single(_folder.Errors("{scripts: [{file: a.lua}, {file: b.lua}], target_groups: [{targets: [h]}]}"));

        Assert.Contains("b.lua:2: mail is declared differently at ", error, StringComparison.Ordinal);
        Assert.EndsWith($"a.lua:1, as {first}; give both the same type, labels and help", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NameOfAnotherFamilysSeries_IsAnError()
    {
        _folder.Write("a.lua", "-- scriptgrid: histogram mail_seconds H.\n-- scriptgrid: gauge mail_seconds_count C.\nreturn 1\n");

        string error = Assert.Single(_folder.Errors("{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}"));

        Assert.Contains("mail_seconds_count is also a name of the histogram mail_seconds, declared at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("counter mail_total", "gauge mail", "mail and the counter mail_total, declared at ", "a.lua:1, are both mail in OpenMetrics; rename one")]
    [InlineData("gauge mail", "info mail_info", "mail_info and the gauge mail, declared at ", "a.lua:1, are both mail in OpenMetrics; rename one")]
    [InlineData("counter mail_total", "info mail_info", "mail_info and the counter mail_total, declared at ", "a.lua:1, are both mail in OpenMetrics; rename one")]
    [InlineData("histogram mail", "counter mail_count_total", "mail_count_total and the histogram mail, declared at ", "a.lua:1, are both mail_count in OpenMetrics; rename one")]
    public void Load_NameOfAnotherFamilyInOpenMetrics_NamesBothPlaces(string first, string second, string start, string end)
    {
        _folder.Write("a.lua", $"-- scriptgrid: {first}\nreturn 1\n");
        _folder.Write("b.lua", $"-- B.\n-- scriptgrid: {second}\nreturn 1\n");

        string error = Assert.Single(_folder.Errors("{scripts: [{file: a.lua}, {file: b.lua}], target_groups: [{targets: [h]}]}"));

        Assert.Contains($"b.lua:2: {start}", error, StringComparison.Ordinal);
        Assert.EndsWith(end, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OwnNamesOfAnotherNamespace_AreFree()
    {
        _folder.Write("a.lua", "-- scriptgrid: gauge redis_script_x\n-- scriptgrid: counter redis_up_total\nreturn 1\n");

        Assert.Equal(2, Assert.Single(_folder.Load("{global: {namespace: valkey}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}").Scripts).Metrics.Length);
    }

    [Fact]
    public void Load_SameDeclarationTwice_IsOneFamily()
    {
        _folder.Write("a.lua", "-- scriptgrid: gauge mail{queue} Help.\nreturn 1\n");
        _folder.Write("b.lua", "-- scriptgrid: gauge mail{queue} Help.\nreturn 2\n");

        ScriptGridConfiguration configuration = _folder.Load("{scripts: [{file: a.lua}, {file: b.lua}], target_groups: [{targets: [h]}]}");

        Assert.All(configuration.Scripts, static script => Assert.Equal("mail", Assert.Single(script.Metrics).Name));
    }

    [Fact]
    public void Load_DeclarationBehindCode_IsWarnedOf()
    {
        _folder.Write("a.lua", "return 1\n-- scriptgrid: gauge mail\n");

        ScriptGridConfiguration configuration = _folder.Load("{scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}");

        Assert.Empty(Assert.Single(configuration.Scripts).Metrics);
        Assert.EndsWith("a.lua:2: this comment comes after code and declares nothing; move it to the top of the script", Assert.Single(configuration.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RedisExporterCompatible_LooksAtNoDeclaration()
    {
        _folder.Write("a.lua", "-- scriptgrid: guage mail\nreturn 1\n");

        ScriptGridConfiguration configuration = _folder.Load(
            "{global: {compat_redis_exporter: true}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}");

        Assert.Empty(configuration.Scripts[0].Metrics);
    }
}
