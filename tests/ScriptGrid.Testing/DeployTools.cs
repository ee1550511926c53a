namespace ScriptGrid.Testing;

/// <summary>Programs that check the files of <c>deploy</c>. They are not Debian packages; <c>.ci/npm-tools</c> installs them if it can download them.</summary>
internal static class DeployTools
{
    private static readonly string Folder = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "scriptgrid",
        "deploy-tools");

    /// <summary>Whether they are installed.</summary>
    public static bool AreInstalled { get; } = File.Exists(Path.Combine(Folder, "helm"));

    /// <summary>Runs Helm, and returns its exit code and output.</summary>
    public static Task<(int ExitCode, string Output)> HelmAsync(params string[] arguments) => Programs.RunAsync(Path.Combine(Folder, "helm"), arguments);

    /// <summary>Returns what is wrong with manifests according to the schemas of Kubernetes and the Prometheus operator; empty if nothing is.</summary>
    public static async Task<string> ManifestProblemsAsync(params string[] files) => (await Programs.RunAsync("node", [Path.Combine(Folder, "validate.mjs"), .. files])).Output;

    /// <summary>Checks a Compose file against the Compose specification and the rules of its linter. Warnings about the order of keys do not count.</summary>
    public static Task<(int ExitCode, string Output)> CheckComposeAsync(string file) => Programs.RunAsync("node", [Path.Combine(Folder, "node_modules", "dclint", "bin", "dclint.cjs"), "--quiet", file]);
}
