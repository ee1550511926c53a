namespace ScriptGrid.EmbeddedRedis.Catalogue;

/// <summary>What is known of a command of Redis 7.0, whether or not the embedded server carries it out.</summary>
/// <param name="Name">In lower case; a subcommand follows its container after a blank: <c>config get</c>.</param>
/// <param name="Arity">The number of words, the name included; negative: at least so many.</param>
/// <param name="FirstKey">The position of the first key; 0: none.</param>
/// <param name="LastKey">The position of the last key; -1: the last word.</param>
/// <param name="KeyStep">From one key to the next.</param>
/// <param name="Flags">What it does and where it may run.</param>
/// <param name="Categories">Its ACL categories, without the @.</param>
internal sealed record CommandFacts(
    string Name, int Arity, int FirstKey, int LastKey, int KeyStep, CommandFlags Flags, IReadOnlyList<string> Categories)
{
    /// <summary>The name as messages have it: <c>config|get</c>.</summary>
    internal string FullName { get; } = Name.Replace(' ', '|');

    internal bool IsWrite => Flags.HasFlag(CommandFlags.Write);
}
