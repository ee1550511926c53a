using ScriptGrid.Configuration;

namespace ScriptGrid.Hosting;

/// <summary>x</summary>
internal static class DemoHost
{
    public static Task<int> RunAsync(CommandLineSettings settings, CancellationToken _) => Task.FromResult(settings.Settings.Length);
}
