using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Tests.Engine.Configuration;

namespace ScriptGrid.Tests.Commands;

/// <summary>Empty means no user, no password and no targets, wherever it stands.</summary>
public sealed class EmptyValuesTests : IDisposable
{
    private const string NoTarget = "no target is configured";

    private readonly ConfigurationFolder _folder = new();
    private readonly CommandLineHarness _harness = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "{targets: [h]}")]
    [InlineData("{username: '', password: ''}", "{targets: [h]}")]
    [InlineData("{username: , password: }", "{targets: [h]}")]
    [InlineData("{}", "{targets: ['', h], username: '', password: ''}")]
    [InlineData("{}", "{targets: [h, ''], username: '', password_file: ''}")]
    [InlineData("{}", "{targets: [h], username: '${EMPTY}', password: '${EMPTY}'}")]
    [InlineData("{}", "{targets: [h], password_env: EMPTY}")]
    [InlineData("{}", "{targets: ['redis://:@h']}")]
    [InlineData("{username: u, password: p}", "{targets: [h], username: '', password: ''}")]
    [InlineData("{username: u, password: p}", "{targets: [h], username: , password: }")]
    [InlineData("{username: u, password: p}", "{targets: [h], username: ~, password_file: null}")]
    [InlineData("{password: p}", "{targets: [h], password_env: }")]
    [InlineData("{password: p}", "{targets: [h], password_command: }")]
    public void Load_EmptyLoginInTheFile_IsNone(string global, string group)
    {
        _folder.Environment["EMPTY"] = "";

        ScriptGridConfiguration configuration = _folder.Load($"global: {global}\nscripts: [{{file: a.lua}}]\ntarget_groups: [{group}]");

        Assert.Null(Assert.Single(configuration.Targets).Credentials);
    }

    [Fact]
    public void Load_BlankKeyBesideAnotherForm_LeavesThatForm()
    {
        _folder.Environment["OWN"] = "own";

        ScriptGridConfiguration configuration = _folder.Load(
            "global: {username: u, password: p}\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h], password: , password_env: OWN}]");

        Assert.Equal("own", Assert.Single(configuration.Targets).Credentials?.Password);
    }

    [Fact]
    public void Load_BlankLabel_RemovesTheGlobalOne()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "global: {labels: {env: prod, zone: a}}\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h], labels: {env: }}]");

        LabelSet labels = Assert.Single(configuration.Targets).Labels;
        Assert.Equal((false, true), (labels.Contains("env"), labels.Contains("zone")));
    }

    [Fact]
    public void Load_EmptyPasswordFileBelowAPassword_IsThatFileAlone()
    {
        _folder.Write("empty", "\n");

        ScriptGridConfiguration configuration = _folder.Load(
            "global: {username: u, password: p}\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h], username: '', password_file: empty}]");

        RedisCredentials? credentials = Assert.Single(configuration.Targets).Credentials;
        Assert.Equal((null, "", Path.Combine(_folder.Path, "empty")), (credentials?.Username, credentials?.Password, credentials?.PasswordFile));
    }

    [Fact]
    public void Load_EmptyPasswordFile_Warns()
    {
        _folder.Write("empty", "");

        ScriptGridConfiguration configuration = _folder.Load("scripts: [{file: a.lua}]\ntarget_groups: [{targets: [h], password_file: empty}]");

        Assert.Equal(
            "scriptgrid.yml:2: empty is empty, so no password is sent until it has one",
            Assert.Single(configuration.Warnings).Replace(_folder.Path + "/", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--username=", "--password-file=")]
    [InlineData("--username", "", "--password-file", "")]
    public async Task Serve_EmptyLoginFlags_StandBeforeTheFiles(params string[] flags)
    {
        string file = _folder.Write(ConfigurationFolder.FileName, "{global: {username: u, password: p}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}");

        Assert.Equal(ExitCode.Success, await _harness.RunAsync(["serve", "--config.file", file, .. flags]));

        Assert.Null(_harness.Served!.Targets[0].Credentials);
    }

    [Fact]
    public async Task Serve_EmptyVariables_AreNotSet()
    {
        string file = _folder.Write(ConfigurationFolder.FileName, "{global: {username: u, password: p}, scripts: [{file: a.lua}], target_groups: [{targets: [h]}]}");
        foreach (string name in new[] { "USERNAME", "PASSWORD", "PASSWORD_FILE", "TARGET", "SCRIPT", "INTERVAL", "CONFIG_FILE", "COMPAT_REDIS_EXPORTER" })
        {
            _harness.Environment["SCRIPTGRID_" + name] = "";
        }

        Assert.Equal(ExitCode.Success, await _harness.RunAsync("serve", "--config.file", file));

        Assert.Equal(new RedisCredentials("u", "p"), Assert.Single(_harness.Served!.Targets).Credentials);
    }

    [Theory]
    [InlineData("[{targets: []}]")]
    [InlineData("[{targets: ['']}]")]
    [InlineData("[{targets: ['${EMPTY}', '']}]")]
    [InlineData("[]")]
    [InlineData("")]
    public void Load_EmptyTargetsInTheFile_AreNone(string groups)
    {
        _folder.Environment["EMPTY"] = "";

        Assert.Contains(NoTarget, Assert.Single(_folder.Errors($"scripts: [{{file: a.lua}}]\ntarget_groups: {groups}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target=")]
    [InlineData("--target", "")]
    [InlineData("--target", ",")]
    public async Task Serve_EmptyTargetFlag_IsNone(params string[] flags)
    {
        Assert.Equal(ExitCode.Usage, await _harness.RunAsync(["serve", "--script", Path.Combine(_folder.Path, "a.lua"), .. flags]));

        Assert.Contains(NoTarget, Assert.Single(_harness.Errors), StringComparison.Ordinal);
    }
}
