namespace ScriptGrid.Engine.Model;

/// <summary>What a server is in replication.</summary>
public enum ServerRole
{
    /// <summary>It takes writes, with replicas or without.</summary>
    Master,

    /// <summary>It follows a master.</summary>
    Replica,
}

/// <summary>Roles as people and labels name them.</summary>
internal static class ServerRoles
{
    /// <summary><c>master</c> or <c>replica</c>.</summary>
    public static string NameOf(ServerRole role) => role == ServerRole.Master ? "master" : "replica";
}
