namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>The properties of a command of Redis 7.0, whether or not the embedded server implements it.</summary>
/// <param name="Name">The name in lower case. A subcommand comes after its container and a blank: <c>config get</c>.</param>
/// <param name="Arity">The number of words, including the name. If negative, its absolute value is the minimum.</param>
/// <param name="FirstKey">The position of the first key; 0 if there is none.</param>
/// <param name="LastKey">The position of the last key; -1 for the last word.</param>
/// <param name="KeyStep">The distance from one key to the next.</param>
/// <param name="Flags">What the command does and where it may run.</param>
/// <param name="Categories">The ACL categories, without the @.</param>
internal sealed record CommandFacts(
    string Name, int Arity, int FirstKey, int LastKey, int KeyStep, CommandFlags Flags, IReadOnlyList<string> Categories)
{
    /// <summary>The name in the form that messages use: <c>config|get</c>.</summary>
    internal string FullName { get; } = Name.Replace(' ', '|');

    internal bool IsWrite => Flags.HasFlag(CommandFlags.Write);
}
