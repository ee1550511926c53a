using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Discovery;

/// <summary>How long servers that have failed stay targets, and what the next one who asks knows of that.</summary>
public sealed class FailedServersTests
{
    private const string RoleLabel = "__meta_sentinel_role";
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(5);

    private readonly ManualTime _time = new();

    [Fact]
    public void Keep_ServerThatFailed_GoesAfterItsTime()
    {
        var failed = new FailedServers(Keep, _time);

        Assert.Single(failed.Keep([Server("a", hasFailed: true)]));
        _time.Advance(Keep - TimeSpan.FromSeconds(1));
        Assert.Single(failed.Keep([Server("a", hasFailed: true)]));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(failed.Keep([Server("a", hasFailed: true)]));
        Assert.Single(failed.Keep([Server("a", hasFailed: false)]));
        Assert.Single(failed.Keep([Server("a", hasFailed: true)]));
    }

    [Fact]
    public void Remember_ListOfAnother_GoesOnFromThere()
    {
        var first = new FailedServers(Keep, _time);
        _ = first.Keep([Server("gone", hasFailed: true)]).ToArray();
        _time.Advance(Keep - TimeSpan.FromMinutes(1));
        FoundServer[] all = [Server("gone", hasFailed: true), Server("failed", hasFailed: true), Server("well", hasFailed: false)];
        _ = first.Keep(all).ToArray();
        _time.Advance(TimeSpan.FromMinutes(1));
        FoundTarget[] listed = [.. first.Keep(all).Select(static server => server.ToTarget(RoleLabel))];
        Assert.Equal(["failed", "well"], listed.Select(static target => target.Address));

        var second = new FailedServers(Keep, _time);
        second.Remember([.. listed.Select(static target => FoundServer.Of(target, RoleLabel, [ServerRole.Master]))]);

        FoundServer[] later = [Server("gone", hasFailed: true), Server("failed", hasFailed: true), Server("well", hasFailed: true)];
        Assert.Equal(["failed", "well"], second.Keep(later).Select(static server => server.Address));
        _time.Advance(Keep - TimeSpan.FromMinutes(1));
        Assert.Equal(["well"], second.Keep(later).Select(static server => server.Address));
    }

    private static FoundServer Server(string address, bool hasFailed) => new(address, ServerRole.Master, hasFailed, []);
}
