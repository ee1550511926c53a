using System.Net;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.ClusterTests.Hosting;

public sealed class OwnAddressTests
{
    private static readonly HashSet<IPAddress> Local = [IPAddress.Loopback, IPAddress.Parse("10.0.0.5"), IPAddress.Parse("fd00::5")];

    [Theory]
    [InlineData("10.0.0.5", null, "10.0.0.5")]
    [InlineData("10.0.0.9", null, "10.0.0.9")]
    [InlineData("10.0.0.9 10.0.0.5", null, "10.0.0.5")]
    [InlineData("127.0.1.1 10.0.0.5", null, "10.0.0.5")]
    [InlineData("127.0.1.1", null, "127.0.1.1")]
    [InlineData("127.0.1.1 10.0.0.9", null, "127.0.1.1")]
    [InlineData("fd00::5 10.0.0.5", null, "fd00::5")]
    [InlineData("fd00::5 10.0.0.5", "0.0.0.0", "10.0.0.5")]
    [InlineData("10.0.0.5 fd00::5", "fd00::5", "fd00::5")]
    [InlineData("10.0.0.5 fd00::5", "::", "10.0.0.5")]
    [InlineData("fd00::5", "0.0.0.0", null)]
    public void Choose_Addresses_IsTheOneThatFitsBest(string found, string? listen, string? chosen) => Assert.Equal(
        chosen is null ? null : IPAddress.Parse(chosen),
        OwnAddress.Choose(
            found.Split(' ').Select(IPAddress.Parse).Where(new ClusterSettings { ListenAddress = listen is null ? null : IPAddress.Parse(listen) }.CanListenFor),
            Local));

    [Fact]
    public async Task Resolve_Localhost_IsLoopback()
    {
        (ClusterSettings? settings, _) = await ResolveAsync(new ClusterSettings { HostName = "localhost", ListenAddress = IPAddress.Any });

        Assert.Equal(IPAddress.Loopback, settings!.Address);
    }

    [Fact]
    public async Task Resolve_NameThatNobodyKnows_SaysSo()
    {
        (ClusterSettings? settings, string problem) = await ResolveAsync(new ClusterSettings
        {
            HostName = "nobody.invalid",
            Places = new ClusterPlaces(new Place(SettingOrigin.File, "scriptgrid.yml", 7, ""), default),
        });

        Assert.Null(settings);
        Assert.StartsWith("scriptgrid.yml:7: address: nobody.invalid cannot be resolved: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_Address_StaysAsItIs()
    {
        var cluster = new ClusterSettings { Address = IPAddress.Parse("10.0.0.1") };

        Assert.Same(cluster, (await ResolveAsync(cluster)).Settings);
    }

    private static Task<(ClusterSettings? Settings, string Problem)> ResolveAsync(ClusterSettings cluster) =>
        OwnAddress.ResolveAsync(cluster, TimeProvider.System, CancellationToken.None);
}
