using System.Diagnostics;

namespace ScriptGrid.Testing;

/// <summary>Programs that judge the files of <c>deploy</c>. They are no Debian packages; <c>.ci/npm-tools</c> installs them where they can be fetched.</summary>
internal static class DeployTools
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "scriptgrid",
        "deploy-tools");

    /// <summary>Whether they are installed.</summary>
    public static bool AreInstalled { get; } = File.Exists(Path.Combine(Folder, "helm"));

    /// <summary>Runs Helm, and returns its exit code with what it wrote.</summary>
    public static Task<(int ExitCode, string Output)> HelmAsync(params string[] arguments) => RunAsync(Path.Combine(Folder, "helm"), arguments);

    /// <summary>What is wrong with files of manifests by Kubernetes' own schemas and those of the Prometheus operator; empty where nothing is.</summary>
    public static async Task<string> ManifestProblemsAsync(params string[] files) => (await RunAsync("node", [Path.Combine(Folder, "validate.mjs"), .. files])).Output;

    /// <summary>Holds a Compose file against the Compose specification and what its linter takes for mistakes; warnings about the order of keys do not count.</summary>
    public static Task<(int ExitCode, string Output)> CheckComposeAsync(string file) => RunAsync("node", [Path.Combine(Folder, "node_modules", "dclint", "bin", "dclint.cjs"), "--quiet", file]);

    /// <summary>Runs a program, and returns its exit code with what it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
