using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.ClusterTests.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Targets;

public sealed class TargetSupervisorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Execute_UnexpectedExceptionInEachTurn_IsLoggedOnceAndItGoesOn()
    {
        var grains = (FailingGrains)(object)DispatchProxy.Create<IGrainFactory, FailingGrains>();
        var logger = new ListLogger();
        var membership = new FollowedMembership();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(logger));
        services.AddSingleton((IGrainFactory)(object)grains);
        services.AddSingleton<IClusterMembershipService>(membership);
        services.AddSingleton<ILocalSiloDetails>(membership);
        services.AddSingleton((IFatalErrorHandler)(object)DispatchProxy.Create<IFatalErrorHandler, FailingGrains>());
        services.AddScriptGridSilo();
        await using ServiceProvider provider = services.BuildServiceProvider();
        using TargetSupervisor supervisor = ActivatorUtilities.CreateInstance<TargetSupervisor>(provider);

        await supervisor.StartAsync(CancellationToken.None);
        await grains.AskedThrice.WaitAsync(Limit);

        Assert.False(supervisor.ExecuteTask?.IsCompleted);
        Assert.Single(logger.Lines, static line => line.StartsWith("Error: An internal error in keeping to the catalogue", StringComparison.Ordinal));
        await supervisor.StopAsync(CancellationToken.None);
    }

    /// <summary>Fails whatever it is asked.</summary>
    public class FailingGrains : DispatchProxy
    {
        private readonly TaskCompletionSource _thrice = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        /// <summary>Completes when it was asked three times.</summary>
        public Task AskedThrice => _thrice.Task;

        /// <inheritdoc/>
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (++_calls == 3)
            {
                _thrice.TrySetResult();
            }

            throw new InvalidOperationException("nobody expects this");
        }
    }
}
