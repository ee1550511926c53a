using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Hosting;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Hosting;

public sealed class OrleansLogsTests
{
    [Theory]
    [InlineData("Orleans.Runtime.Messaging.ConnectionManager", LogLevel.Warning, false, true)]
    [InlineData("Orleans.Runtime.MembershipService.SiloHealthMonitor", LogLevel.Warning, false, true)]
    [InlineData("Orleans.Runtime.AsyncTimer.UpdateIAmAlive", LogLevel.Warning, false, true)]
    [InlineData("Orleans.Runtime.GrainDirectory.GrainDirectoryHandoffManager", LogLevel.Error, false, true)]
    [InlineData("Orleans.Runtime.Metadata.ClusterManifestProvider", LogLevel.Warning, false, true)]
    [InlineData("Orleans.Grain", LogLevel.Error, false, true)]
    [InlineData("Polly", LogLevel.Error, false, true)]
    [InlineData("Orleans.Runtime.MembershipService.MembershipTableManager", LogLevel.Error, true, true)]
    [InlineData("Orleans.Runtime.Catalog", LogLevel.Warning, true, true)]
    [InlineData("Orleans.Runtime.Catalog", LogLevel.Information, false, false)]
    [InlineData("ScriptGrid", LogLevel.Information, true, true)]
    public void Quieten_LogLevel_DecidesWhetherNoiseIsShown(string category, LogLevel level, bool atInfo, bool atDebug)
    {
        Assert.Equal((atInfo, atDebug), (IsShown(LogLevel.Information), IsShown(LogLevel.Debug)));

        bool IsShown(LogLevel minimum)
        {
            var services = new ServiceCollection();
            services.AddLogging(logging =>
            {
                OrleansLogs.Quieten(logging);
                logging.AddProvider(new ListLogger { Minimum = LogLevel.Trace }).SetMinimumLevel(minimum);
            });
            using ServiceProvider provider = services.BuildServiceProvider();
            return provider.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level);
        }
    }
}
