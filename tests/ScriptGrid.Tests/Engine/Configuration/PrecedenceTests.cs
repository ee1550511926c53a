using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class PrecedenceTests : IDisposable
{
    private const string Yaml = """
        global: {interval: 1s, username: yaml, password: yaml}
        scripts: [{file: a.lua}, {name: own, file: a.lua, interval: 2s}]
        target_groups: [{targets: [h]}, {targets: [i], username: group, password: group}]
        """;

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(false, true, 3)]
    [InlineData(true, false, 4)]
    [InlineData(true, true, 4)]
    public void Load_GlobalSetting_FlagBeatsVariableBeatsFile(bool flag, bool variable, int seconds)
    {
        Setting[] settings =
        [
            .. flag ? [new Setting("global.interval", "4s", "--interval")] : Array.Empty<Setting>(),
            .. variable ? [Variable("global.interval", "3s")] : Array.Empty<Setting>(),
        ];

        ScriptGridConfiguration configuration = _folder.Load(Yaml, settings);

        Assert.Equal(TimeSpan.FromSeconds(seconds), configuration.Interval);
        Assert.Equal([TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(2)], configuration.Scripts.Select(script => script.Interval!.Value));
    }

    [Fact]
    public void Load_LoginByFlag_LeavesTheGroupsOwn()
    {
        ScriptGridConfiguration configuration =
            _folder.Load(Yaml, new Setting("global.username", "flag", "--username"), Variable("global.password", "variable"));

        Assert.Equal(
            [new RedisCredentials("flag", "variable"), new RedisCredentials("group", "group")],
            configuration.Targets.Select(target => target.Credentials!));
    }

    [Fact]
    public void Load_PasswordFileByFlag_BeatsPasswordByVariable()
    {
        _folder.Write("secret", "from file\r\n");

        ScriptGridConfiguration configuration =
            _folder.Load(Yaml, new Setting("global.password_file", "secret", "--password-file"), Variable("global.password", "variable"));

        Assert.Equal("from file", configuration.Targets[0].Credentials!.Password);
        Assert.Equal([Path.Combine(_folder.Path, "secret"), null], configuration.Targets.Select(target => target.Credentials!.PasswordFile));
    }

    [Fact]
    public void Load_BothPasswordsByVariable_IsAnError() =>
        Assert.Equal(
            ["SCRIPTGRID: the password is also given by password_file (SCRIPTGRID); keep one"],
            _folder.Errors(Yaml, Variable("global.password", "x"), Variable("global.password_file", "a.lua")));

    [Fact]
    public void Load_ScriptsAndTargetsByFlag_ComeBeforeTheFiles()
    {
        _folder.Write("b.lua", "return 2");

        ScriptGridConfiguration configuration =
            _folder.Load(Yaml, new Setting(Setting.Script, "b.lua", "--script"), new Setting(Setting.Target, "first", "--target"));

        Assert.Equal(["b.lua", "a.lua", "own"], configuration.Scripts.Select(script => script.Name));
        Assert.Equal(["first", "h", "i"], configuration.Targets.Select(target => target.Address.Host));
        Assert.All(configuration.Targets, target => Assert.Equal(3, target.Scripts.Count));
    }

    [Fact]
    public void Load_BadValueThatIsOverridden_IsStillAnError() =>
        Assert.Equal(
            ["scriptgrid.yml:1: timeout: \"soon\" is not a duration from 1ms to 30d such as 250ms, 15s or 1m30s"],
            _folder.Errors("{global: {timeout: soon}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}", new Setting("global.timeout", "1s", "--timeout")));

    [Fact]
    public void Load_PasswordOnTheCommandLine_WarnsWithoutIt()
    {
        ScriptGridConfiguration configuration = _folder.Load(Yaml, new Setting(Setting.Target, "redis://u:secret@x", "--target"));

        Assert.Equal<string>(
            [
                "--target: other users of this machine can see a password on the command line; use --password-file, the environment variable " +
                "SCRIPTGRID_PASSWORD, or the configuration file instead",
            ],
            configuration.Warnings);
    }

    [Fact]
    public void Load_PasswordElsewhere_DoesNotWarn() =>
        Assert.Empty(_folder.Load(Yaml, Variable(Setting.Target, "redis://u:secret@x"), Variable("global.password", "secret")).Warnings);

    [Theory]
    [InlineData("", null, "x")]
    [InlineData("global: {username: u}", "u", "x")]
    [InlineData("global: {password: p}", "x", "p")]
    public void Load_LoneUserPart_IsThePasswordUnlessThereIsOne(string yaml, string? username, string password)
    {
        ScriptGridConfiguration configuration = _folder.Load(
            yaml, new Setting(Setting.Script, "a.lua", "--script"), new Setting(Setting.Target, "redis://x@h", "--target"));

        Assert.Equal(new RedisCredentials(username, password), configuration.Targets[0].Credentials);
        Assert.Equal(password == "x" ? 1 : 0, configuration.Warnings.Length);
    }

    private static Setting Variable(string key, string text) => new(key, text, "SCRIPTGRID", SettingOrigin.Environment);
}
