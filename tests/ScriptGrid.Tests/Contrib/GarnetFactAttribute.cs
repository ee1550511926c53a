using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Contrib;

/// <summary>A test on a Garnet, which is no Debian package but a .NET tool that has to be fetched: where it is not installed the test is skipped, and counted as such.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GarnetFactAttribute : FactAttribute
{
    public GarnetFactAttribute() => Skip = GarnetProcess.Path is null ? "garnet-server is not installed: .ci/tools garnet-server@2.2.8" : null;
}
