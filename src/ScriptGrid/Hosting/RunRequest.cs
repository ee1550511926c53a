using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>The options of <c>scriptgrid run</c>.</summary>
/// <param name="Script">The script, with its keys and arguments.</param>
/// <param name="Target">The target; a placeholder if <paramref name="Embedded"/> is set.</param>
/// <param name="Configuration">The configuration that contains both.</param>
/// <param name="Format">How the result is printed.</param>
/// <param name="Embedded">The embedded Redis to run on; null to run on a server.</param>
internal sealed record RunRequest(
    ScriptSpec Script, TargetSpec Target, ScriptGridConfiguration Configuration, RunFormat Format, EmbeddedTarget? Embedded);

/// <summary>An embedded Redis for one run.</summary>
/// <param name="SeedFile">A file of commands that provide the initial data; null for none.</param>
internal sealed record EmbeddedTarget(string? SeedFile);

/// <summary>How <c>run</c> prints the result of a script.</summary>
internal enum RunFormat
{
    /// <summary>As <c>/metrics</c> would expose it.</summary>
    Metrics,

    /// <summary>The reply itself.</summary>
    Raw,

    /// <summary>One JSON object.</summary>
    Json,
}
