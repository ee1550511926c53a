using ScriptGrid.CommandLine;

namespace ScriptGrid.Hosting;

/// <summary>x</summary>
internal static class RunHost
{
    public static Task<int> RunAsync(RunRequest request, CancellationToken _) => Task.FromResult(request.Format == RunFormat.Raw ? 0 : 1);
}
