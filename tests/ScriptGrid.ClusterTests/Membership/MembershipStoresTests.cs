using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class MembershipStoresTests
{
    private const string Password = "do-not-show-this";

    [Theory]
    [InlineData(ClusterMembership.Redis, "10.0.0.1,password=" + Password, "redis at 10.0.0.1:6379")]
    [InlineData(ClusterMembership.Redis, "store.example:1234,10.0.0.2:1,user=u,password=" + Password, "redis at store.example:1234, 10.0.0.2:1")]
    [InlineData(ClusterMembership.PostgreSql, "Host=db;Port=5;Username=u;Password=" + Password, "postgresql at db:5")]
    public void Create_ConnectionString_IsNamedWithoutItsPassword(ClusterMembership membership, string connection, string expected) =>
        Assert.Equal(expected, MembershipStores.Create(new ClusterSettings { Membership = membership, Connection = connection }).Name);

    [Fact]
    public async Task WaitAsync_StoreComesUp_ReportsEachProblemOnce()
    {
        var store = new FakeStore("no connection", "no connection", "it refused the login", null);
        List<string> reported = [];

        string? problem = await MembershipStores.WaitAsync(
            store, TimeSpan.FromMinutes(1), new QuickTime(), reported.Add, CancellationToken.None);

        Assert.Null(problem);
        Assert.Equal<string>(["no connection", "it refused the login"], reported);
    }

    [Fact]
    public async Task WaitAsync_StoreStaysAway_GivesUp() =>
        Assert.Equal(
            "no connection",
            await MembershipStores.WaitAsync(
                new FakeStore("no connection"), TimeSpan.Zero, TimeProvider.System, static _ => { }, CancellationToken.None));

    private sealed class FakeStore(params string?[] problems) : IMembershipStore
    {
        private int _next;

        public string Name => "fake";

        public void Configure(ISiloBuilder silo)
        {
        }

        public Task<string?> ProbeAsync(CancellationToken cancellationToken) =>
            Task.FromResult(problems[Math.Min(_next++, problems.Length - 1)]);
    }

    /// <summary>Every timer is due at once.</summary>
    private sealed class QuickTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == MembershipStores.ProbePause ? TimeSpan.Zero : dueTime, period);
    }
}
