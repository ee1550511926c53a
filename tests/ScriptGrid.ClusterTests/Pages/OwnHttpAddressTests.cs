using ScriptGrid.Cluster.Pages;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.ClusterTests.Pages;

public sealed class OwnHttpAddressTests
{
    [Theory]
    [InlineData("10.0.0.1:9121", "10.0.0.1:9121", "10.0.0.1:9121")]
    [InlineData("silo-1.example:80", "silo-1.example:80", "silo-1.example:80")]
    [InlineData("10.0.0.1:0", "", "10.0.0.1:34567")]
    [InlineData("[fd00::1]:0", "", "[fd00::1]:34567")]
    public void Bound_Port_IsTakenWhereTheSystemChoseIt(string configured, string before, string after)
    {
        var address = new OwnHttpAddress(new ClusterSettings { HttpAddress = configured });

        Assert.Equal(before, address.Current);
        address.Bound(34567);
        Assert.Equal(after, address.Current);
    }
}
