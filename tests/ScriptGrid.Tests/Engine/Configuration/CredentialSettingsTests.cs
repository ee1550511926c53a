using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>Credentials that change: what is written of them.</summary>
public sealed class CredentialSettingsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_PasswordCommand_IsOfItsGroup()
    {
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {password_command: [token, --all]}
            scripts: [{file: a.lua}]
            target_groups:
              - targets: [one]
              - {name: azure, targets: [two], username: metrics, password_command: [./az.sh, "a b"], password_ttl: 1h}
              - {targets: [three], password: mine}
            """);

        Assert.Equal(
            [
                new RedisCredentials(null, "") { PasswordCommand = new(["token", "--all"], TimeSpan.FromMinutes(15)), Group = "1" },
                new RedisCredentials("metrics", "") { PasswordCommand = new([Path.Combine(_folder.Path, "az.sh"), "a b"], TimeSpan.FromHours(1)), Group = "azure" },
                new RedisCredentials(null, "mine"),
            ],
            configuration.Targets.Select(static target => target.Credentials));
    }

    [Fact]
    public void Load_PasswordOfTheEnvironment_StandsBeforeTheCommand()
    {
        ScriptGridConfiguration configuration = _folder.Load(
            "global: {password_command: [token]}\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h]}]",
            new Setting("global.password", "mine", "SCRIPTGRID_PASSWORD", SettingOrigin.Environment));

        Assert.Equal(new RedisCredentials(null, "mine"), configuration.Targets[0].Credentials);
    }

    [Theory]
    [InlineData("password_command: []", "password_command: it is empty; write [program, argument, …]")]
    [InlineData("password_ttl: 1m", "password_ttl: it has no effect without password_command; leave it out")]
    [InlineData("{password_command: [t], password: x}", "password_command: the password is also given by password (scriptgrid.yml:1); keep one")]
    [InlineData("{credentials_file: none.json}", "credentials_file: none.json does not exist")]
    [InlineData("{credentials_file: list.json}", "credentials_file: list.json must be a JSON object of target to password")]
    [InlineData("{credentials_file: text.json}", "credentials_file: text.json is not JSON (line 2)")]
    [InlineData("{credentials_file: value.json}", "credentials_file: value.json: redis://h: write its password, or an object of username and password")]
    [InlineData("{credentials_file: inside.json}", "credentials_file: inside.json: redis://***@h contains a password; write the password as the value")]
    [InlineData("{credentials_file: twice.json}", "credentials_file: twice.json: redis://***@h has its user twice; keep one")]
    public void Load_Mistake_IsTold(string global, string expected)
    {
        _folder.Write("list.json", "[]");
        _folder.Write("text.json", "{\n\"redis://h\": secret-text}");
        _folder.Write("value.json", """{"redis://h": 5}""");
        _folder.Write("inside.json", """{"redis://u:secret-text@h": "x"}""");
        _folder.Write("twice.json", """{"redis://u@h": {"username": "u", "password": "x"}}""");

        string error = Assert.Single(_folder.Errors($"global: {(global[0] == '{' ? global : $"{{{global}}}")}\nscripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]"));

        Assert.EndsWith(expected, error.Replace(_folder.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://10.0.0.1", null, null, "one")]
    [InlineData("redis://10.0.0.1/3", null, null, "one")]
    [InlineData("redis://10.0.0.1:6380", null, "metrics", "of a user")]
    [InlineData("redis://10.0.0.1:6380", "metrics", "metrics", "of a user")]
    [InlineData("redis://10.0.0.1:6380", "other", null, null)]
    [InlineData("redis://secure", null, null, null)]
    [InlineData("rediss://secure", null, null, "over tls")]
    [InlineData("redis://a.cache.internal", null, null, "wide")]
    [InlineData("redis://a.mail.cache.internal", null, "mail", "narrow")]
    [InlineData("redis://A.MAIL.cache.internal", null, "mail", "narrow")]
    [InlineData("redis://a.cache.internal:7000", null, null, "port")]
    [InlineData("redis://cache.internal.example", null, null, null)]
    [InlineData("redis://free", null, null, "")]
    public void Find_Target_IsWhatSaysMostOfIt(string target, string? username, string? expectedUser, string? expectedPassword)
    {
        string path = _folder.Write("logins.json", """
            {
              "*.cache.internal": "wide",
              "redis://*.cache.internal:7000": "port",
              "redis://mail@*.mail.cache.internal": "narrow",
              "redis://10.0.0.1:6379": "one",
              "redis://10.0.0.1:6380": {"username": "metrics", "password": "of a user"},
              "rediss://secure": "over tls",
              "free": ""
            }
            """);
        RedisUri uri = RedisUri.Parse(target, out _)!;

        FileLogin? found = CredentialsFile.Load(path, out string problem)!.Find(uri.Address, uri.IsTls, username);

        Assert.Equal("", problem);
        Assert.Equal(expectedPassword is null ? null : new FileLogin(expectedUser, expectedPassword), found);
    }

    [Fact]
    public void Load_CredentialsFile_LeavesTheRestToUserAndPassword()
    {
        string path = _folder.Write("logins.json", """{"redis://user@one": "x-password"}""");
        ScriptGridConfiguration configuration = _folder.Load("""
            global: {credentials_file: logins.json}
            scripts: [{file: a.lua}]
            target_groups:
              - {targets: [one, "redis://own:mine@three"]}
              - {name: b, targets: [two], password: other}
            """);

        Assert.Equal(
            [
                new RedisCredentials(null, "") { CredentialsFile = path, Group = "1" },
                new RedisCredentials("own", "mine"),
                new RedisCredentials(null, "other") { CredentialsFile = path, Group = "b" },
            ],
            configuration.Targets.Select(static target => target.Credentials));
        var secrets = new ConfiguredSecrets();
        secrets.Use(configuration);
        Assert.Equal("***", secrets.Mask.Apply("x-password"));
    }
}
