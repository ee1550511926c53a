using ScriptGrid.Cluster.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class ClusterViewTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FollowedMembership _membership = new();
    private readonly ListLogger _logger = new();

    [Fact]
    public async Task Follow_MembershipOrHandlerFails_IsLoggedAndGoesOn()
    {
        using var view = new ClusterView(_membership, _membership, TimeProvider.System, _logger.For<ClusterView>());
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        view.Changed += () =>
        {
            if (view.Current.Silos.Length == 1)
            {
                throw new InvalidOperationException("a handler's defect");
            }

            shown.TrySetResult();
        };
        _membership.Fail(new InvalidOperationException("a defect of membership"));
        _membership.Show(FollowedMembership.Silo(1));
        _membership.Show(FollowedMembership.Silo(1), FollowedMembership.Silo(2));

        await view.StartAsync(CancellationToken.None);
        await shown.Task.WaitAsync(Limit);

        Assert.False(view.ExecuteTask?.IsCompleted);
        Assert.Equal(2, view.Current.Silos.Length);
        Assert.StartsWith("Error: An internal error in following the membership", Assert.Single(_logger.Lines), StringComparison.Ordinal);
        await view.StopAsync(CancellationToken.None);
    }
}
