using Prometheus;
using ScriptGrid.Engine.Exposition.Meters;

namespace ScriptGrid.Engine.Credentials;

/// <summary>The metrics about credentials that change.</summary>
internal sealed class CredentialMeter
{
    private readonly Counter _failures;
    private readonly Counter.Child _renewed;
    private readonly Counter.Child _refused;

    public CredentialMeter(OwnMetrics metrics)
    {
        _failures = metrics.Factory.CreateCounter(
            "scriptgrid_credential_refresh_failures_total",
            "Looks at a file or a command with a group's credentials that failed; what was read before stays in use.",
            "group");
        Counter again = metrics.Factory.CreateCounter(
            "scriptgrid_reauthentications_total",
            "Changed credentials that were sent over open connections, by whether the server took them; where it did not, the connection goes on as it was.",
            "result");
        (_renewed, _refused) = (again.WithLabels("done"), again.WithLabels("refused"));
    }

    /// <summary>Adds a group to the metrics.</summary>
    public void Begin(string group) => _failures.WithLabels(group);

    /// <summary>Counts a failed attempt to read a group's credentials.</summary>
    public void Failed(string group) => _failures.WithLabels(group).Inc();

    /// <summary>Removes a group from the metrics.</summary>
    public void End(string group) => _failures.RemoveLabelled(group);

    /// <summary>Counts a new login over an open connection.</summary>
    public void LoggedInAgain(bool isTaken) => (isTaken ? _renewed : _refused).Inc();
}
