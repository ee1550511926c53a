using System.CommandLine;
using ScriptGrid.Configuration;

namespace ScriptGrid.CommandLine;

/// <summary>The command line of a silo: the flags of <c>scriptgrid serve</c> and those of the cluster.</summary>
/// <param name="serve">Collects and serves until it is cancelled; the loader is for reloads.</param>
/// <param name="environment">The environment of the process.</param>
internal sealed class SiloCommand(
    Func<ConfigurationLoader, ScriptGridConfiguration, CancellationToken, Task<int>> serve, IReadOnlyDictionary<string, string> environment)
{
    private static readonly Flag[] Settings = [.. Flags.Serve, .. Flags.Peer, .. Flags.Cluster];

    /// <summary>Runs one command line and returns the process's exit code.</summary>
    public Task<int> InvokeAsync(string[] args, InvocationConfiguration invocation, CancellationToken cancellationToken)
    {
        var root = new RootCommand("One silo of a cluster that collects scripts from Redis servers and serves the results.");
        var binder = new SettingsBinder(environment);
        CommandRunner.AddOptions(root, Settings);
        CommandRunner.SetServe(root, result => new ConfigurationLoader(binder.Bind(result, Settings)) { ForSilo = true }, serve);
        return CommandRunner.InvokeAsync(root, root.Name, args, invocation, cancellationToken);
    }
}
