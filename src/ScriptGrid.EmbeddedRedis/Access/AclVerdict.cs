namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>What a user lacks to run a command. A higher value means that more checks passed.</summary>
internal enum AclDenial
{
    None,
    Command,
    Key,
    Channel,
}

/// <summary>Whether a user may run a command.</summary>
/// <param name="Denial">What the user lacks.</param>
/// <param name="Position">For a key or channel, the position of the word that the user may not use.</param>
internal readonly record struct AclVerdict(AclDenial Denial, int Position)
{
    internal static AclVerdict Allowed => default;
}
