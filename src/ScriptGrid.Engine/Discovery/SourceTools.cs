using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>What sources share that ask servers.</summary>
/// <param name="Time">Drives deadlines.</param>
/// <param name="Credentials">How to log in by now.</param>
internal sealed record SourceTools(TimeProvider Time, CredentialStore Credentials)
{
    /// <summary>Resolves the servers' names.</summary>
    public NameResolver Names { get; } = new(Time);
}
