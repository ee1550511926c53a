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
    public void Learn_BetweenTwoReloads_IsHiddenUntilTheSecond()
    {
        _secrets.Collect(With("before-it"));
        string unmasked = _secrets.Mask.Apply("read-since");
        _secrets.Learn("read-since");
        string masked = _secrets.Mask.Apply("read-since, before-it");
        _secrets.Collect(With("after-it"));

        Assert.Equal(["read-since", "***, ***", "read-since, before-it, ***"], [unmasked, masked, _secrets.Mask.Apply("read-since, before-it, after-it")]);
    }

    private static ScriptGridConfiguration With(string password) => new()
    {
        Targets = [new TargetSpec { Address = RedisUri.Parse("h", out _)!.Address, Credentials = new RedisCredentials(null, password), Scripts = [] }],
    };
}
