using ScriptGrid.Client;
using ScriptGrid.Cluster.Calls;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Calls;

public sealed class ClientScriptsTests
{
    private readonly ClientScripts _scripts = new();

    [Fact]
    public void Keep_OthersWereRegisteredMeanwhile_HoldsTheLimit()
    {
        for (int i = 0; i < 99; i++)
        {
            Assert.Null(_scripts.Keep([], Plan($"{i}")));
        }

        // Both were told that there is room, and their scripts were loaded at the same time.
        Assert.Null(_scripts.RefuseName([], "one"));
        Assert.Null(_scripts.RefuseName([], "other"));
        Assert.Null(_scripts.Keep([], Plan("one")));
        Refusal? refused = _scripts.Keep([], Plan("other"));

        Assert.Equal((CallStatus.NotAllowed, "the target keeps 100 registered scripts already"), (refused?.Status, refused?.Message));
        Assert.Null(_scripts.Find([], "other"));
        Assert.Null(_scripts.Keep([], Plan("one")));
        Assert.Equal(100, _scripts.All([]).Length);
    }

    private static ScriptPlan Plan(string name) => ClientScripts.Plan(name, "return 1", ReadOnlyMode.Required, isAdHoc: false, TimeSpan.FromSeconds(1));
}
