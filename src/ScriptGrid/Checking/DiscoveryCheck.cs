using ScriptGrid.EmbeddedRedis.Linting;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;

namespace ScriptGrid.Checking;

/// <summary>Asks the sources of a configuration, to find out whether they answer and which of their targets would be left out.</summary>
internal static class DiscoveryCheck
{
    private const string Code = "discovery";

    /// <summary>Returns an error for each source that fails, and a warning for each thing that is left out.</summary>
    public static async Task<IEnumerable<CheckFinding>> RunAsync(ScriptGridConfiguration configuration, string file, CancellationToken cancellationToken)
    {
        LookResult look = await new DiscoveryLook(configuration, TimeProvider.System, new ConfiguredSecrets()).LookAsync(cancellationToken);
        var secrets = new ConfiguredSecrets();
        secrets.Use(configuration);
        return
        [
            .. look.Problems.Select(problem => new CheckFinding(file, 0, Severity.Error, Code, secrets.Mask.Apply(problem))),
            .. look.Warnings.Select(warning => new CheckFinding(file, 0, Severity.Warning, Code, secrets.Mask.Apply(warning))),
        ];
    }
}
