using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class ConfiguredSecretsTests
{
    private readonly ConfiguredSecrets _secrets = new();

    [Fact]
    public void Mask_OwnAndCollected_HidesBoth()
    {
        _secrets.Use(With("first-own"));
        _secrets.Collect(With("first-of-cluster"));

        Assert.Equal("*** and ***", _secrets.Mask.Apply("first-own and first-of-cluster"));
    }

    [Fact]
    public void Hold_PlaceThatChanges_IsHiddenUntilItHoldsNothing()
    {
        object place = new();
        _secrets.Collect(With("before-it"));
        string unmasked = _secrets.Mask.Apply("read-since");
        _secrets.Hold(place, ["read-first", "read-since"]);
        string masked = _secrets.Mask.Apply("read-since, before-it");
        _secrets.Collect(With("after-it"));
        string kept = _secrets.Mask.Apply("read-first, before-it, after-it");
        _secrets.Hold(place, []);

        Assert.Equal(["read-since", "***, ***", "***, before-it, ***", "read-first"], [unmasked, masked, kept, _secrets.Mask.Apply("read-first")]);
    }

    [Theory]
    [InlineData("h:1,password=do-not-show-this", "do-not-show-this")]
    [InlineData("h:1,password=do-not;show-this,ssl=true", "do-not;show-this")]
    [InlineData("h:1, Password = 'do-not-show-this'", "'do-not-show-this'")]
    [InlineData("Host=h;Password=do-not-show-this", "do-not-show-this")]
    [InlineData("Host=h;PSW=do-not-show-this;Port=1", "do-not-show-this")]
    [InlineData("Host=h;pwd='do-not;show-this'", "do-not;show-this")]
    [InlineData("Host=h;SSL Password=do-not-show-this", "do-not-show-this")]
    [InlineData("Host=h;SslPassword=do-not,show-this", "do-not,show-this")]
    public void Mask_ConnectionString_HidesItsPasswordUnderAnyName(string connection, string password)
    {
        _secrets.Use(new ScriptGridConfiguration { Cluster = new ClusterSettings { Connection = connection } });

        Assert.Equal("it said *** to h", _secrets.Mask.Apply($"it said {password} to h"));
    }

    private static ScriptGridConfiguration With(string password) => new()
    {
        Targets = [new TargetSpec { Address = RedisUri.Parse("h", out _)!.Address, Credentials = new RedisCredentials(null, password), Scripts = [] }],
    };
}
