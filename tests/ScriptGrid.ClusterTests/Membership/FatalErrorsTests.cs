using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

/// <summary>What the silo says when Orleans cannot go on, and how it ends.</summary>
public sealed class FatalErrorsTests
{
    private readonly ListLogger _logger = new();
    private readonly StallGate _gate = new(TimeProvider.System);
    private readonly TaskCompletionSource<int> _end = new();

    [Fact]
    public Task OnFatalException_FirstSiloOfLocalhostCameBack_SaysThatTheRowIsGone() => AssertEndsAsync(
        "MembershipTableManager",
        new InvalidOperationException("The development membership table version decreased from 4 to 2.\n   at Orleans.Runtime"),
        4005,
        "Critical: The membership store has no row for 127.0.0.1:1");

    [Fact]
    public Task OnFatalException_ToldThatItIsDead_SaysThatItWasGivenUp() => AssertEndsAsync(
        "I have been told I am dead, so this silo will stop! Silo S127.0.0.1:1", null, 4007, "Critical: The other silos have declared 127.0.0.1:1 dead.");

    [Fact]
    public Task OnFatalException_AnythingElse_SaysWhatInOneLine() => AssertEndsAsync(
        "somewhere", new InvalidOperationException("It broke.\n   at Orleans.Runtime"), 4022, "Critical: The silo stops because of an error that it cannot handle; restart it to rejoin the cluster: It broke.");

    private async Task AssertEndsAsync(string context, Exception? exception, int id, string line)
    {
        _gate.Open();
        using var metrics = new OwnMetrics();
        var end = new SiloEnd(TimeProvider.System, code => _end.TrySetResult(code));
        var errors = new FatalErrors(_gate, new FollowedMembership(), new SiloMeter(metrics), end, _logger.For<FatalErrors>());

        errors.OnFatalException(this, context, exception);
        errors.OnFatalException(this, "and again", null);

        Assert.Equal(1, await _end.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(_gate.IsOpen);
        (LogLevel _, EventId told, string text) = Assert.Single(_logger.Entries);
        Assert.Equal(id, told.Id);
        Assert.StartsWith(line, $"Critical: {text}", StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }
}
