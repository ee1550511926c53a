using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Catalogue;

public sealed class PasswordStoreTests
{
    private static readonly TargetAddress Target = TargetAddress.Tcp("10.0.0.1", 6379, 0);
    private static readonly TargetAddress Other = TargetAddress.Tcp("10.0.0.2", 6379, 0);

    private readonly List<string> _problems = [];

    [Fact]
    public void Find_NoLogin_IsNone() => Assert.Null(Store().Find(Target, new CatalogueGroup()));

    [Fact]
    public void Find_UserWithoutPassword_LogsInWithAnEmptyOne()
    {
        Assert.Equal(new RedisCredentials("user", ""), Store().Find(Target, new CatalogueGroup { Username = "user" }));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Find_PasswordFile_IsReadHere()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "secret\n");

            RedisCredentials? found = Store().Find(Target, new CatalogueGroup { Username = "user", PasswordFile = path });

            Assert.Equal(new RedisCredentials("user", "secret") { PasswordFile = path }, found);
            Assert.Empty(_problems);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Find_MissingFile_IsToldOnce()
    {
        PasswordStore store = Store();
        var group = new CatalogueGroup { PasswordFile = "/nowhere/secret" };

        Assert.Equal("", store.Find(Target, group)?.Password);
        Assert.Equal("", store.Find(Other, group)?.Password);

        Assert.Contains("/nowhere/secret", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_PasswordCommand_IsRunByWhoLogsIn()
    {
        var group = new CatalogueGroup { Username = "user", PasswordCommand = ["token", "x"], PasswordTtl = TimeSpan.FromHours(1), CredentialGroup = "azure" };

        RedisCredentials expected = new("user", "") { PasswordCommand = new PasswordCommand(["token", "x"], TimeSpan.FromHours(1)), Group = "azure" };
        Assert.Equal(expected, Store().Find(Target, group));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Find_CredentialsFileThatIsMissing_IsToldOnceAndFollowed()
    {
        PasswordStore store = Store();
        var group = new CatalogueGroup { CredentialsFile = "/nowhere/logins.json", CredentialGroup = "mail" };

        RedisCredentials expected = new(null, "") { CredentialsFile = "/nowhere/logins.json", Group = "mail" };
        Assert.Equal(expected, store.Find(Target, group));
        Assert.Equal(expected, store.Find(Other, group));
        Assert.Contains("/nowhere/logins.json", Assert.Single(_problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_InlinePassword_IsThisSilosOwn() =>
        Assert.Equal(new RedisCredentials("own", "secret"), Store().Find(Target, new CatalogueGroup { HasUnnamedPassword = true }));

    [Fact]
    public void Find_InlinePasswordOfAnotherSilo_IsToldOnceAndNotGuessed()
    {
        PasswordStore store = Store();
        var group = new CatalogueGroup { Username = "user", HasUnnamedPassword = true };

        Assert.Equal(new RedisCredentials("user", ""), store.Find(Other, group));
        _ = store.Find(Other, group);

        string problem = Assert.Single(_problems);
        Assert.Contains(Other.Id, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    private PasswordStore Store() => new(
        new ScriptGridConfiguration
        {
            Targets = [new TargetSpec { Address = Target, Scripts = [], Credentials = new RedisCredentials("own", "secret") }],
        },
        _problems);
}
