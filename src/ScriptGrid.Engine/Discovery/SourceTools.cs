using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>What sources that query servers share.</summary>
/// <param name="Time">The clock for deadlines.</param>
/// <param name="Credentials">The current credentials.</param>
internal sealed record SourceTools(TimeProvider Time, CredentialStore Credentials)
{
    /// <summary>Resolves the servers' host names.</summary>
    public NameResolver Names { get; } = new(Time);
}
