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
        "Critical: The row of 127.0.0.1:1 is gone from the membership store: it was emptied, or the silo was given up.");

    [Fact]
    public Task OnFatalException_ToldThatItIsDead_SaysThatItWasGivenUp() => AssertEndsAsync(
        "I have been told I am dead, so this silo will stop! Silo S127.0.0.1:1", null, 4007, "Critical: The membership store says that 127.0.0.1:1 was given up");

    [Fact]
    public Task OnFatalException_AnythingElse_SaysWhatInOneLine() => AssertEndsAsync(
        "somewhere", new InvalidOperationException("It broke.\n   at Orleans.Runtime"), 4022, "Critical: The silo cannot go on, and ends; started again, it takes its part again: It broke.");

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
