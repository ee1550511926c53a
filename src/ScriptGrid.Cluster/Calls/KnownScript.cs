using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Cluster.Calls;

/// <summary>A script that clients may call by its name.</summary>
/// <param name="Plan">How it runs.</param>
/// <param name="IsRegistered">Whether a client registered it; otherwise it is configured.</param>
internal readonly record struct KnownScript(ScriptPlan Plan, bool IsRegistered);
