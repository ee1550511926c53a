using System.Diagnostics;

namespace ScriptGrid.Tests.Deploy;

public sealed class PrometheusFilesTests
{
    [Fact]
    public async Task CheckConfig_SampleAndItsRules_AreAccepted()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "deploy", "prometheus.yml");
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "config", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = promtool.StandardError.ReadToEndAsync();
        string output = await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.Equal("", await errors);
        Assert.Equal(0, promtool.ExitCode);
        Assert.Contains("7 rules found", output, StringComparison.Ordinal);
    }
}
