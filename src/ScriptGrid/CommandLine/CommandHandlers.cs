using System.Net;
using ScriptGrid.Configuration;
using ScriptGrid.Discovery;
using ScriptGrid.Scripts;

namespace ScriptGrid.CommandLine;

/// <summary>The work behind the commands. Each gets settings that were checked, and returns the exit code.</summary>
/// <param name="Serve">Collects and serves until it is cancelled; the loader is for reloads.</param>
/// <param name="Run">Runs one script on one target, once.</param>
/// <param name="Redis">Serves an embedded Redis until it is cancelled.</param>
/// <param name="Demo">Shows ScriptGrid at work; its settings hold an address to listen on and nothing else.</param>
internal sealed record CommandHandlers(
    Func<ConfigurationLoader, ScriptGridConfiguration, CancellationToken, Task<int>> Serve,
    Func<RunRequest, CancellationToken, Task<int>> Run,
    Func<RedisRequest, CancellationToken, Task<int>> Redis,
    Func<CommandLineSettings, CancellationToken, Task<int>> Demo);

/// <summary>What <c>redis</c> shall do.</summary>
/// <param name="Bind">The address to listen on.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="SeedFile">A file of commands to begin with, or null.</param>
/// <param name="EnableDebugCommand">Whether DEBUG may be called.</param>
internal sealed record RedisRequest(IPAddress Bind, int Port, string? SeedFile, bool EnableDebugCommand);

/// <summary>What <c>run</c> shall do.</summary>
/// <param name="Script">The script, with its keys and arguments.</param>
/// <param name="Target">The target; a stand-in where <paramref name="Embedded"/> is set.</param>
/// <param name="Configuration">The configuration that holds both.</param>
/// <param name="Format">How the result is printed.</param>
/// <param name="Embedded">The embedded Redis to run on instead of a server; null for a server.</param>
internal sealed record RunRequest(
    ScriptSpec Script, TargetSpec Target, ScriptGridConfiguration Configuration, RunFormat Format, EmbeddedTarget? Embedded);

/// <summary>An embedded Redis for one run.</summary>
/// <param name="SeedFile">A file of commands to begin with, or null.</param>
internal sealed record EmbeddedTarget(string? SeedFile);

/// <summary>How <c>run</c> prints what a script gave.</summary>
internal enum RunFormat
{
    /// <summary>As <c>/metrics</c> would expose it.</summary>
    Metrics,

    /// <summary>The reply as it came.</summary>
    Raw,

    /// <summary>One JSON object.</summary>
    Json,
}
