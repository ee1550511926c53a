namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>Someone who may log in.</summary>
internal sealed class AclUser
{
    internal required string Name { get; init; }
}
