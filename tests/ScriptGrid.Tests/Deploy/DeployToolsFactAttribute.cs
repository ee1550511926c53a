using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Deploy;

/// <summary>A test that asks programs of <see cref="DeployTools"/>: where they are not installed it is skipped, and counted as such.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DeployToolsFactAttribute : FactAttribute
{
    public DeployToolsFactAttribute() => Skip = DeployTools.AreInstalled ? null : "Helm, Kubernetes' schemas and the linter of Compose files are not installed: .ci/npm-tools";
}
