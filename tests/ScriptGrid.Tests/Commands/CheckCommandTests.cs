using System.Text.Json;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

public sealed class CheckCommandTests : IDisposable
{
    private readonly CommandLineHarness _harness = new();
    private readonly ConfigurationFolder _folder = new();

    private string[] Lines =>
        [.. _harness.Output.Replace(_folder.Path + "/", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_GoodScripts_SaysSoAndExitsWith0()
    {
        int exitCode = await CheckAsync(_folder.Write("good.lua", "return {'a', '1'}"), _folder.Write("better.lua", "return {}"));

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Equal(["checked 2 scripts: all fine"], Lines);
    }

    [Fact]
    public async Task Check_Warnings_AreLinesAndFailOnlyIfStrict()
    {
        string script = _folder.Write("bad.lua", "local all = redis.call('KEYS', '*')\nreturn {'n', tostring(#all)}\n");

        Assert.Equal(ExitCode.Success, await CheckAsync(script));
        Assert.Equal(
            [
                "bad.lua:1: warning keyspace-scan: KEYS: it reads all keys in one step, and every client waits meanwhile; use SCAN with a bound",
                "checked 1 script: 1 warning",
            ],
            Lines);
        Assert.Equal(ExitCode.Failure, await CheckAsync("--strict", script));
    }

    [Fact]
    public async Task Check_WebConfigurationFile_IsReadToo()
    {
        _folder.Write("good.lua", "return {'a', '1'}");
        _folder.Write("web.yml", "http_server_config: {http2: false}\nbasic_auth_users: {alice: secret}\n");
        string file = _folder.Write("scriptgrid.yml", "scripts: [{file: good.lua}]\ntarget_groups: [{targets: [redis://a]}]\nweb: {config_file: web.yml}\n");

        Assert.Equal(ExitCode.Failure, await CheckAsync("--config.file", file));
        Assert.Contains(Lines, static line => line.Contains(
            "web.yml:2: error configuration: basic_auth_users: the value of this user is not a bcrypt hash; make one with scriptgrid web hash-password", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("membership: redis, connection: 'redis://:do-not-show@127.0.0.1:20000'", "connection: it is a URI; write a connection string of StackExchange.Redis")]
    [InlineData("membership: redis, connection: '127.0.0.1:notaport'", "connection: it has a mistake in part 1")]
    [InlineData("membership: redis, connection: '127.0.0.1:20000,foo=bar'", "connection: it has a mistake in part 2")]
    [InlineData("membership: postgresql, connection: 'Host=db;Foo=do-not-show'", "connection: it has a mistake in part 2")]
    [InlineData("membership: postgresql, connection: 'Host=u:do-not-show@127.0.0.1;Port=20999'", "connection: it has a login in its Host")]
    public async Task Check_ConnectionStringThatASiloWouldRefuse_IsAnErrorOfBothWithItsPlace(string cluster, string message)
    {
        string file = _folder.Write("scriptgrid.yml", $"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [redis://a]}}]\ncluster: {{{cluster}}}\n");

        Assert.Equal(ExitCode.Failure, await CheckAsync("--config.file", file));
        Assert.StartsWith("scriptgrid.yml:3: error configuration: " + message, Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-show", _harness.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync("silo", "--config.file", file));
        Assert.StartsWith("scriptgrid.yml:3: " + message, _harness.Errors[0].Replace(_folder.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("do-not-show", string.Concat(_harness.Errors), StringComparison.Ordinal);
        Assert.Null(_harness.Joined);
    }

    [Fact]
    public async Task Check_DeclaredMetrics_AreReadComparedAndHeldAgainstConventions()
    {
        string one = _folder.Write("one.lua", "-- scriptgrid: gauge mail_length{queue} Messages.\n-- scriptgrid: guage mail_up Up.\nreturn {}\n");
        string two = _folder.Write("two.lua", "-- scriptgrid: counter mail_length{queue} Messages.\nreturn {}\n-- scriptgrid: gauge late L.\n");

        int exitCode = await CheckAsync(one, two);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Equal(
            [
                "one.lua:2: error metric: \"guage\" is not a type of metric; write one of gauge, counter, histogram, summary, info; did you mean gauge?",
                "two.lua:1: error metric: mail_length is declared differently at one.lua:1, as gauge mail_length{queue} Messages.; give both the same type, labels and help",
                "two.lua:1: warning metric-name: mail_length is a counter; let its name end in _total",
                "two.lua:3: warning metric: this comment comes after code and declares nothing; move it to the top of the script",
                "checked 2 scripts: 2 errors, 2 warnings",
            ],
            Lines);
    }

    [Fact]
    public async Task Check_ScriptsWithoutAConfiguration_AreHeldAgainstTheRulesOfOne()
    {
        string one = _folder.Write("one.lua", "-- scriptgrid: gauge mail_length{target} Messages.\n-- scriptgrid: gauge redis_up Up.\nreturn {}\n");
        string two = _folder.Write("two.lua", "-- scriptgrid: counter mail_sent_total Sent.\n-- scriptgrid: gauge mail_sent Sent.\nreturn {}\n");

        int exitCode = await CheckAsync(one, two);

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Equal(
            [
                "one.lua:1: error metric: mail_length: target is the label that names the target; rename one",
                "one.lua:2: error metric: redis_up is a name of ScriptGrid's own; choose another",
                "two.lua:2: error metric: mail_sent and the counter mail_sent_total, declared at two.lua:1, are both mail_sent in OpenMetrics; rename one",
                "checked 2 scripts: 3 errors",
            ],
            Lines);
    }

    [Fact]
    public async Task Check_ScriptBesideAConfiguration_IsHeldAgainstItsNames()
    {
        string given = _folder.Write("given.lua", "-- scriptgrid: gauge mail_length{target} Messages.\n-- scriptgrid: gauge valkey_up Up.\nreturn {}\n");
        _folder.Write("good.lua", "return {'a', '1'}");
        string file = _folder.Write("scriptgrid.yml", "global: {target_label: addr, namespace: valkey}\nscripts: [{file: good.lua}]\ntarget_groups: [{targets: [redis://a]}]\n");

        await CheckAsync("--config.file", file, given);

        Assert.Equal(["given.lua:2: error metric: valkey_up is a name of ScriptGrid's own; choose another", "checked scriptgrid.yml and 2 scripts: 1 error"], Lines);
    }

    [Fact]
    public async Task Check_Notes_FailNothing() =>
        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", _folder.Write("note.lua", "redis.call('HGETALL', KEYS[1])")));

    [Fact]
    public async Task Check_ScriptThatDoesNotCompile_ExitsWith1()
    {
        int exitCode = await CheckAsync(_folder.Write("broken.lua", "local x = 1\nif x then\n"));

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.Equal(
            ["broken.lua:3: error syntax: 'end' expected (to close 'if' at line 2) near '<eof>'", "checked 1 script: 1 error"], Lines);
    }

    [Fact]
    public async Task Check_ReadOnlyOff_AllowsWrites()
    {
        string script = _folder.Write("write.lua", "redis.call('DEL', KEYS[1])");

        Assert.Equal(ExitCode.Failure, await CheckAsync("--strict", script));
        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", "--read-only", "off", script));
        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", "--read-only", "false", script));
    }

    [Fact]
    public async Task Check_Json_HoldsTheSame()
    {
        await CheckAsync("--format", "json", _folder.Write("bad.lua", "\nredis.call('KEYS', '*')"));

        using var report = JsonDocument.Parse(_harness.Output);
        JsonElement finding = Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal((2, "warning", "keyspace-scan"), (
            finding.GetProperty("line").GetInt32(), finding.GetProperty("severity").GetString(), finding.GetProperty("code").GetString()));
        Assert.Equal((0, 1, 0), (
            report.RootElement.GetProperty("errors").GetInt32(),
            report.RootElement.GetProperty("warnings").GetInt32(),
            report.RootElement.GetProperty("notes").GetInt32()));
    }

    [Fact]
    public async Task Check_Configuration_ChecksItsScriptsByTheirSettings()
    {
        _folder.Write("write.lua", "redis.call('DEL', KEYS[1]) return {'a', 1}");
        _folder.Write("queues.lua", "return {'a', 1}\n");
        string file = _folder.Write("scriptgrid.yml", """
            scripts:
              - {name: free, file: write.lua, interval: never, read_only: off}
              - {file: queues.lua}
              - {name: refused, file: a.lua}
            target_groups:
              - targets: [redis://10.0.0.1]
            """);

        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", "--config.file", file));
        Assert.Equal(["checked scriptgrid.yml and 3 scripts: all fine"], Lines);
    }

    [Fact]
    public async Task Check_BadConfiguration_GivesItsErrorsAndThoseOfItsScripts()
    {
        _folder.Write("bad.lua", "redis.call('DEL', KEYS[1])");
        string file = _folder.Write("scriptgrid.yml", """
            global: {intervall: 15s}
            scripts:
              - {file: bad.lua}
              - {file: none.lua}
            target_groups:
              - targets: [redis://10.0.0.1]
            """);

        Assert.Equal(ExitCode.Failure, await CheckAsync("--config.file", file));
        Assert.Equal(
            [
                "scriptgrid.yml:1: error configuration: unknown key intervall; did you mean interval?",
                "scriptgrid.yml:4: error configuration: file: none.lua does not exist",
                "bad.lua:1: warning write: DEL: it writes, and EVAL_RO refuses it; if that is intended, set read_only: off for this script",
                "checked scriptgrid.yml and 1 script: 2 errors, 1 warning",
            ],
            Lines);
    }

    [Fact]
    public async Task Check_RedisExporterRules_TakeStringsAlone()
    {
        _folder.Write("queues.lua", "return {'a', 1}\n");
        string file = _folder.Write("scriptgrid.yml", """
            global: {compat_redis_exporter: true}
            scripts: [{file: queues.lua}]
            """);

        Assert.Equal(ExitCode.Failure, await CheckAsync("--strict", "--config.file", file));
        Assert.StartsWith("queues.lua:1: warning non-string-value:", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ScriptOfConfigurationNamedAgain_IsCheckedOnce()
    {
        string script = _folder.Write("write.lua", "redis.call('DEL', KEYS[1])");
        string file = _folder.Write("scriptgrid.yml", """
            scripts: [{file: write.lua, read_only: off}]
            target_groups: [{targets: [redis://10.0.0.1]}]
            """);

        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", "--config.file", file, script));
        Assert.Equal(["checked scriptgrid.yml and 1 script: all fine"], Lines);
    }

    [Fact]
    public async Task Check_ConfigurationWarning_IsGiven()
    {
        _folder.Write("b.lua", "return {}");
        string file = _folder.Write("scriptgrid.yml", """
            scripts: [{file: a.lua}, {file: b.lua}]
            target_groups: [{targets: [redis://10.0.0.1], scripts: [a.lua]}]
            """);

        Assert.Equal(ExitCode.Success, await CheckAsync("--config.file", file));
        Assert.Equal("scriptgrid.yml:1: warning configuration: script b.lua runs on no target; name it in a group's scripts", Lines[0]);
    }

    [Theory]
    [InlineData("scripts", "scripts/a.lua scripts/deep/b.lua scripts/deep/er/c.lua")]
    [InlineData("scripts/*.lua", "scripts/a.lua")]
    [InlineData("scripts/**/*.lua", "scripts/a.lua scripts/deep/b.lua scripts/deep/er/c.lua")]
    [InlineData("scripts/de?p/?.lua", "scripts/deep/b.lua")]
    [InlineData("scripts/**/[c].*", "")]
    public async Task Check_FolderOrPattern_IsEachScriptThere(string argument, string expected)
    {
        _folder.Write("scripts/a.lua", "return redis.call('KEYS', '*')");
        _folder.Write("scripts/deep/b.lua", "return redis.call('KEYS', '*')");
        _folder.Write("scripts/deep/er/c.lua", "return redis.call('KEYS', '*')");
        _folder.Write("scripts/deep/notes.txt", "no script");
        _folder.Write("scripts/.git/d.lua", "no script either");
        string path = Path.Combine(_folder.Path, argument);

        int exitCode = await CheckAsync(path, Path.Combine(_folder.Path, "a.lua"));

        Assert.Equal(expected.Length > 0 ? ExitCode.Success : ExitCode.Usage, exitCode);
        Assert.Equal(expected, string.Join(' ', Lines.SkipLast(1).Select(line => line.Split(':')[0])));
        Assert.Equal(expected.Length > 0 ? [] : [$"{path} matches no file"], _harness.Errors);
    }

    [Fact]
    public async Task Check_FolderWithoutScripts_ExitsWith2()
    {
        string folder = Path.GetDirectoryName(_folder.Write("empty/notes.txt", "no script"))!;

        Assert.Equal(ExitCode.Usage, await CheckAsync(folder));
        Assert.Equal([$"{folder} contains no .lua file"], _harness.Errors);
    }

    [Fact]
    public async Task Check_StandardInput_IsCheckedToo()
    {
        _harness.Input = "\nreturn redis.call('KEYS', '*')"u8.ToArray();

        Assert.Equal(ExitCode.Success, await CheckAsync("-"));
        Assert.StartsWith("stdin:2: warning keyspace-scan:", Lines[0], StringComparison.Ordinal);

        _harness.Input = new byte[(1024 * 1024) + 1];
        Assert.Equal(ExitCode.Usage, await CheckAsync("-"));
        Assert.Equal(["standard input is longer than 1024 KiB"], _harness.Errors);
    }

    [Fact]
    public async Task Check_ScriptNamedTwice_IsCheckedOnce()
    {
        string script = _folder.Write("a/a.lua", "return redis.call('KEYS', '*')");

        await CheckAsync(script, Path.GetDirectoryName(script)!, script);
        Assert.Equal("checked 1 script: 1 warning", Lines[^1]);
    }

    [Theory]
    [InlineData("return {'a', 1}", "--compat.redis-exporter", "non-string-value")]
    [InlineData("return {'a', redis.call('LLEN', 'queue')}", "--for-cluster", "undeclared-key")]
    public async Task Check_WhatHoldsElsewhereAlone_IsFoundWhenAskedFor(string text, string flag, string code)
    {
        string script = _folder.Write("good.lua", text);

        Assert.Equal(ExitCode.Success, await CheckAsync("--strict", script));
        Assert.Equal(ExitCode.Failure, await CheckAsync("--strict", flag, script));
        Assert.StartsWith($"good.lua:1: warning {code}:", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Nothing_ExitsWith2()
    {
        Assert.Equal(ExitCode.Usage, await CheckAsync());
        Assert.Equal(["nothing to check; name scripts, or give --config.file; see scriptgrid check --help"], _harness.Errors);
    }

    [Theory]
    [InlineData("/none.lua", "/none.lua does not exist")]
    [InlineData("--config.file /none.yml", "--config.file: /none.yml does not exist")]
    [InlineData("--frobnicate", "unknown flag --frobnicate; see scriptgrid check --help")]
    [InlineData("--stritc a.lua", "unknown flag --stritc; did you mean --strict?")]
    public async Task Check_BadUsage_ExitsWith2(string line, params string[] errors)
    {
        Assert.Equal(ExitCode.Usage, await CheckAsync(line.Split(' ')));
        Assert.Equal(errors, _harness.Errors);
    }

    [Fact]
    public async Task Check_ScriptInAVariableOfRedisExporter_CountsOnlyInCompatibility()
    {
        string script = _folder.Write("good.lua", "return {'a', '1'}");
        _harness.Environment["REDIS_EXPORTER_SCRIPT"] = Path.Combine(_folder.Path, "none.lua");

        Assert.Equal(ExitCode.Success, await CheckAsync(script));
        Assert.Equal(["checked 1 script: all fine"], Lines);

        Assert.Equal(ExitCode.Usage, await CheckAsync("--compat.redis-exporter", script));
        Assert.StartsWith("REDIS_EXPORTER_SCRIPT: ", _harness.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MissingFileInAVariable_ExitsWith2()
    {
        _harness.Environment["SCRIPTGRID_CONFIG_FILE"] = Path.Combine(_folder.Path, "none.yml");

        Assert.Equal(ExitCode.Usage, await CheckAsync());

        Assert.Equal([$"SCRIPTGRID_CONFIG_FILE: {_folder.Path}/none.yml does not exist"], _harness.Errors);
    }

    private Task<int> CheckAsync(params string[] args) => _harness.RunAsync(["check", .. args]);
}
