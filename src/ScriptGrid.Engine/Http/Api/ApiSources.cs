using System.Collections.Immutable;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The sources of the API's data.</summary>
/// <param name="Fleet">The engine.</param>
/// <param name="Secrets">The secrets to mask in every response.</param>
internal sealed record ApiSources(IFleet Fleet, ConfiguredSecrets Secrets)
{
    /// <summary>Returns the configuration that this process loaded; null before the first.</summary>
    public Func<LoadedConfiguration?> Configuration { get; init; } = static () => null;

    /// <summary>Returns the state of each source of targets.</summary>
    public Func<ImmutableArray<SourceReport>> Sources { get; init; } = static () => [];

    /// <summary>Returns what checks find in a script.</summary>
    public Func<ScriptSpec, IEnumerable<ScriptFindingJson>> Findings { get; init; } = static _ => [];
}

/// <summary>What a check finds in a script.</summary>
/// <param name="Line">Its line, from 1 on.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record ScriptFindingJson(int Line, string Rule, string Severity, string Message);
