using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>The commands that Redis added after 7.0.</summary>
internal static class NewerCommands
{
    /// <summary>Versions, with the commands that each added: those that only read, and those that EVAL_RO refuses.</summary>
    private static readonly (string Since, string Reads, string Writes)[] Versions =
    [
        ("7.2", "client no-touch,client setinfo,cluster myshardid,waitaof", ""),
        ("7.4", "hexpiretime,hpexpiretime,hpttl,httl", "hexpire,hexpireat,hpersist,hpexpire,hpexpireat"),
        ("8.0", "vcard,vdim,vemb,vgetattr,vinfo,vlinks,vrandmember,vsim", "hgetdel,hgetex,hsetex,vadd,vrem,vsetattr"),
        ("8.2", "cluster slot-stats,vismember", "xackdel,xdelex"),
        ("8.4", "digest,vrange", "delex,msetex"),
        (
            "8.8",
            "arcount,arget,argetrange,argrep,arinfo,arlastitems,arlen,armget,arnext,arop,arscan",
            "ardel,ardelrange,arinsert,armset,arring,arseek,arset,increx,xnack"),
    ];

    private static readonly Dictionary<string, NewerCommand> All = Versions
        .SelectMany(version => Of(version.Since, version.Reads, isWrite: false).Concat(Of(version.Since, version.Writes, isWrite: true)))
        .ToDictionary();

    /// <summary>The names of these commands.</summary>
    internal static IEnumerable<string> Names => All.Keys;

    /// <summary>Gets a command by its name, which is in lower case and includes the subcommand.</summary>
    internal static bool TryGet(string name, [NotNullWhen(true)] out NewerCommand? command) => All.TryGetValue(name, out command);

    private static IEnumerable<KeyValuePair<string, NewerCommand>> Of(string since, string names, bool isWrite) => names
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(name => KeyValuePair.Create(name, new NewerCommand(since, isWrite)));
}

/// <summary>A command that Redis added after 7.0.</summary>
/// <param name="Since">The first version that has it.</param>
/// <param name="IsWrite">Whether EVAL_RO refuses it.</param>
internal sealed record NewerCommand(string Since, bool IsWrite);
