using System.Text;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Clients;

/// <summary>The secret that external clients must prove they know.</summary>
internal sealed class ClientSecret(ClusterSettings cluster)
{
    /// <summary>The secret in UTF-8; null if clients need none.</summary>
    public byte[]? Bytes { get; } = cluster.ClientSecret is { } secret ? Encoding.UTF8.GetBytes(secret) : null;
}
