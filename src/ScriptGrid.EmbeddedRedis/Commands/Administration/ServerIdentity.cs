using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>The facts about the server that was started.</summary>
/// <param name="StartedAt">When it started, in milliseconds since 1970.</param>
/// <param name="Debugging">Who may use DEBUG.</param>
internal sealed record ServerIdentity(long StartedAt, DebugPermission Debugging)
{
    /// <summary>The address that it listens on.</summary>
    internal string Address { get; set; } = "";

    /// <summary>The TCP port that it listens on.</summary>
    internal int Port { get; set; }

    /// <summary>Identifies this run of the server.</summary>
    internal string RunId { get; } = Replication.NewId();
}
