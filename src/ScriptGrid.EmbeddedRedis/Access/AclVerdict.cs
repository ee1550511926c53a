namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>What a user lacks to run a command, the graver the higher.</summary>
internal enum AclDenial
{
    None,
    Command,
    Key,
    Channel,
}

/// <summary>Whether a user may run a command.</summary>
/// <param name="Denial">What they lack.</param>
/// <param name="Position">Which word they may not use, for a key or channel.</param>
internal readonly record struct AclVerdict(AclDenial Denial, int Position)
{
    internal static AclVerdict Allowed => default;
}
