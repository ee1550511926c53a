using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Pages;

/// <summary>The address of this silo's HTTP endpoints, as configured. If the system chooses the port, it has the port that was bound.</summary>
internal sealed class OwnHttpAddress(ClusterSettings settings)
{
    private const string OpenPort = ":0";

    private volatile string _current = settings.HttpAddress.EndsWith(OpenPort, StringComparison.Ordinal) ? "" : settings.HttpAddress;

    /// <summary>The address; empty while the port is unknown because the server does not listen yet.</summary>
    public string Current => _current;

    /// <summary>Records the port that the server listens on.</summary>
    public void Bound(int port)
    {
        if (_current.Length == 0)
        {
            _current = $"{settings.HttpAddress[..^OpenPort.Length]}:{port}";
        }
    }
}
