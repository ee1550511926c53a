using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The implementations of the commands. Each gets validated settings, and returns the exit code.</summary>
/// <param name="Serve">Collects and serves until it is cancelled. It uses the loader for reloads, on SIGHUP too.</param>
/// <param name="Silo">Does the same as one silo of a cluster.</param>
/// <param name="Run">Runs one script on one target, once.</param>
/// <param name="Targets">Lists the targets of a configuration.</param>
/// <param name="Redis">Serves an embedded Redis until it is cancelled.</param>
/// <param name="Demo">Runs the demo. Its settings only have an address to listen on.</param>
internal sealed record CommandHandlers(
    Func<ConfigurationLoader, ScriptGridConfiguration, HangupReload, CancellationToken, Task<int>> Serve,
    Func<ConfigurationLoader, ScriptGridConfiguration, HangupReload, CancellationToken, Task<int>> Silo,
    Func<RunRequest, CancellationToken, Task<int>> Run,
    Func<TargetsRequest, CancellationToken, Task<int>> Targets,
    Func<RedisRequest, CancellationToken, Task<int>> Redis,
    Func<CommandLineSettings, CancellationToken, Task<int>> Demo);
