namespace ScriptGrid.Engine.Model;

/// <summary>The role of a server in replication.</summary>
public enum ServerRole
{
    /// <summary>It accepts writes. It may have replicas.</summary>
    Master,

    /// <summary>It replicates a master.</summary>
    Replica,
}

/// <summary>Names of roles in labels and messages.</summary>
internal static class ServerRoles
{
    /// <summary>Returns <c>master</c> or <c>replica</c>.</summary>
    public static string NameOf(ServerRole role) => role == ServerRole.Master ? "master" : "replica";
}
