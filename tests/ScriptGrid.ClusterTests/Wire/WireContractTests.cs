using System.Text.RegularExpressions;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Wire;

public sealed partial class WireContractTests
{
    [Fact]
    public void Types_EachHasAnAliasOfItsOwnInOneSpelling()
    {
        string?[] aliases = [.. WireContract.Types.Concat(WireContract.Interfaces).Select(WireContract.AliasOf), .. WireContract.Named.Keys];

        Assert.All(aliases, static alias => Assert.Matches(TypeAlias, alias));
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Fact]
    public void Methods_EachHasAnAliasOfItsOwnInOneSpelling() => Assert.All(WireContract.Interfaces, static type =>
    {
        string?[] aliases = [.. type.GetMethods().Select(WireContract.AliasOf)];

        Assert.All(aliases, static alias => Assert.Matches(MethodAlias, alias));
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    });

    [Fact]
    public void Methods_ForClients_TakeACancellationTokenLast() => Assert.All(
        new[] { typeof(ITargetGrain), typeof(IFleetGrain) }.SelectMany(static type => type.GetMethods()),
        static method => Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType));

    [Fact]
    public void Contract_AllTypesAndMethods_AreThoseInTheFile() =>
        GoldenFile.Check("contract.txt", string.Join('\n', WireContract.Lines()) + "\n");

    [GeneratedRegex("^sg(\\.[a-z]+)(-[a-z]+)*$")]
    private static partial Regex TypeAlias { get; }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex MethodAlias { get; }
}
