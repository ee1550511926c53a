using System.Reflection;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class ResponseTimeoutTests
{
    [Fact]
    public void CallsOfATarget_ThatContactIt_WaitLongerThanTheTargetMayTake()
    {
        MethodInfo[] calls = [.. typeof(ITargetGrain).GetMethods().Where(static method => method.Name != nameof(ITargetGrain.GetSnapshotAsync))];

        Assert.Equal(7, calls.Length);
        Assert.All(calls, static call => Assert.Equal(TimeSpan.FromMinutes(5), call.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout));
    }
}
