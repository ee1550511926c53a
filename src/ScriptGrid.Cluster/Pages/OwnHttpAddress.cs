using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Cluster.Pages;

/// <summary>Where this silo's HTTP endpoints are reached: as configured, and with the port that was bound where the system chooses it.</summary>
internal sealed class OwnHttpAddress(ClusterSettings settings)
{
    private const string OpenPort = ":0";

    private volatile string _current = settings.HttpAddress.EndsWith(OpenPort, StringComparison.Ordinal) ? "" : settings.HttpAddress;

    /// <summary>The address; empty while the port is not known, because the server does not listen yet.</summary>
    public string Current => _current;

    /// <summary>The server listens on this port.</summary>
    public void Bound(int port)
    {
        if (_current.Length == 0)
        {
            _current = $"{settings.HttpAddress[..^OpenPort.Length]}:{port}";
        }
    }
}
