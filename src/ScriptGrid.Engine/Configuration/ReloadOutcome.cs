using System.Collections.Immutable;

namespace ScriptGrid.Engine.Configuration;

/// <summary>The outcome of a reload of the configuration.</summary>
/// <param name="Errors">Every error with its place, one line each, without secrets; empty if the new configuration is in use.</param>
public sealed record ReloadOutcome(ImmutableArray<string> Errors)
{
    /// <summary>Whether the new configuration is in use; if not, the old one stays.</summary>
    public bool Succeeded => Errors.IsEmpty;
}
