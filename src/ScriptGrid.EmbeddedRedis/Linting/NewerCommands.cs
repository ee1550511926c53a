using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>Commands that Redis got after 7.0.</summary>
internal static class NewerCommands
{
    private static readonly Dictionary<string, NewerCommand> All = new()
    {
        ["client no-touch"] = Reads("7.2"),
        ["client setinfo"] = Reads("7.2"),
        ["cluster myshardid"] = Reads("7.2"),
        ["waitaof"] = Reads("7.2"),
        ["hexpire"] = Writes("7.4"),
        ["hexpireat"] = Writes("7.4"),
        ["hexpiretime"] = Reads("7.4"),
        ["hpersist"] = Writes("7.4"),
        ["hpexpire"] = Writes("7.4"),
        ["hpexpireat"] = Writes("7.4"),
        ["hpexpiretime"] = Reads("7.4"),
        ["hpttl"] = Reads("7.4"),
        ["httl"] = Reads("7.4"),
        ["hgetdel"] = Writes("8.0"),
        ["hgetex"] = Writes("8.0"),
        ["hsetex"] = Writes("8.0"),
        ["vadd"] = Writes("8.0"),
        ["vcard"] = Reads("8.0"),
        ["vdim"] = Reads("8.0"),
        ["vemb"] = Reads("8.0"),
        ["vgetattr"] = Reads("8.0"),
        ["vinfo"] = Reads("8.0"),
        ["vlinks"] = Reads("8.0"),
        ["vrandmember"] = Reads("8.0"),
        ["vrem"] = Writes("8.0"),
        ["vsetattr"] = Writes("8.0"),
        ["vsim"] = Reads("8.0"),
        ["cluster slot-stats"] = Reads("8.2"),
        ["vismember"] = Reads("8.2"),
        ["xackdel"] = Writes("8.2"),
        ["xdelex"] = Writes("8.2"),
        ["delex"] = Writes("8.4"),
        ["digest"] = Reads("8.4"),
        ["msetex"] = Writes("8.4"),
    };

    /// <summary>Their names.</summary>
    internal static IEnumerable<string> Names => All.Keys;

    /// <summary>What is known of a command; its name is in lower case, with the subcommand.</summary>
    internal static bool TryGet(string name, [NotNullWhen(true)] out NewerCommand? command) => All.TryGetValue(name, out command);

    private static NewerCommand Reads(string since) => new(since, IsWrite: false);

    private static NewerCommand Writes(string since) => new(since, IsWrite: true);
}

/// <summary>A command that Redis got after 7.0.</summary>
/// <param name="Since">The version that has it first.</param>
/// <param name="IsWrite">Whether EVAL_RO refuses it.</param>
internal sealed record NewerCommand(string Since, bool IsWrite);
