using System.Reflection;

namespace ScriptGrid.Engine.Model;

/// <summary>Which build this is.</summary>
internal static class BuildInfo
{
    /// <summary>The version, without the commit id that the SDK appends.</summary>
    public static string Version { get; } = WithoutCommit(
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Removes the build metadata from a semantic version.</summary>
    internal static string WithoutCommit(string version) => version.Split('+')[0];
}
