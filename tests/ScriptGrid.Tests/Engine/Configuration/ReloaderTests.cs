using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition.Meters;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class ReloaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();
    private readonly OwnMetrics _metrics = new();

    public void Dispose()
    {
        _folder.Dispose();
        _metrics.Dispose();
    }

    /// <summary>Whoever sent SIGHUP awaits no answer, so that without a line nobody would know.</summary>
    [Fact]
    public async Task ReloadAsync_Defect_IsRefusedAndLogged()
    {
        string file = _folder.Write("scriptgrid.yml", "scripts: [{file: a.lua}]\ntarget_groups: [{targets: [h]}]\n");
        _folder.Write("a.lua", "return 1");
        var logger = new ListLogger();
        var loader = new ConfigurationLoader(new CommandLineSettings { Settings = [new Setting(Setting.ConfigFile, file, "test")] });
        using var reloader = new Reloader(loader, static _ => throw new InvalidOperationException("broken"), new ConfiguredSecrets(), TimeProvider.System, logger, _metrics);

        ReloadOutcome outcome = await reloader.ReloadAsync(CancellationToken.None);

        Assert.Equal("internal error, please report it: InvalidOperationException: broken", Assert.Single(outcome.Errors));
        Assert.Contains(logger.Lines, static line => line.StartsWith("Error: An internal error stopped a reload", StringComparison.Ordinal));
    }
}
