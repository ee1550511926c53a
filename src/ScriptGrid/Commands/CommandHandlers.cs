using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The work behind the commands. Each gets settings that were checked, and returns the exit code.</summary>
/// <param name="Serve">Collects and serves until it is cancelled; the loader is for reloads.</param>
/// <param name="Silo">Does the same as one silo of a cluster.</param>
/// <param name="Run">Runs one script on one target, once.</param>
/// <param name="Targets">Lists the targets of a configuration.</param>
/// <param name="Redis">Serves an embedded Redis until it is cancelled.</param>
/// <param name="Demo">Shows ScriptGrid at work; its settings hold an address to listen on and nothing else.</param>
internal sealed record CommandHandlers(
    Func<ConfigurationLoader, ScriptGridConfiguration, CancellationToken, Task<int>> Serve,
    Func<ConfigurationLoader, ScriptGridConfiguration, CancellationToken, Task<int>> Silo,
    Func<RunRequest, CancellationToken, Task<int>> Run,
    Func<TargetsRequest, CancellationToken, Task<int>> Targets,
    Func<RedisRequest, CancellationToken, Task<int>> Redis,
    Func<CommandLineSettings, CancellationToken, Task<int>> Demo);
