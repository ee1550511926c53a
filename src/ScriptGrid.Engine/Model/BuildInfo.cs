using System.Diagnostics.Metrics;
using System.Reflection;

namespace ScriptGrid.Engine.Model;

/// <summary>Which build this is.</summary>
internal static class BuildInfo
{
    /// <summary>The version, without the commit that the SDK appends.</summary>
    public static string Version { get; } = WithoutCommit(
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Adds <c>scriptgrid_build_info</c> to a meter.</summary>
    public static void Register(Meter meter) => meter.CreateObservableGauge(
        "scriptgrid.build_info",
        static () => new Measurement<int>(1, new("version", Version), new KeyValuePair<string, object?>("dotnet", Environment.Version)),
        unit: null,
        "Always 1; the labels tell the version of ScriptGrid and of .NET.");

    /// <summary>Cuts the build metadata off a semantic version.</summary>
    internal static string WithoutCommit(string version) => version.Split('+')[0];
}
