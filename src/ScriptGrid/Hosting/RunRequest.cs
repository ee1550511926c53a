using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>What <c>scriptgrid run</c> is asked to do.</summary>
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
