using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>What SCRIPT HELP and FUNCTION HELP reply.</summary>
internal static class ScriptHelp
{
    internal static IReadOnlyList<string> Script { get; } =
    [
        "SCRIPT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "DEBUG (YES|SYNC|NO)",
        "    Only NO is taken: there is no debugger.",
        "EXISTS <sha1> [<sha1> ...]",
        "    Tell for each digest whether its script is cached.",
        "FLUSH [ASYNC|SYNC]",
        "    Forget all cached scripts. Both modes do so at once.",
        "KILL",
        "    End the script that runs, unless it has written.",
        "LOAD <script>",
        "    Cache a script and reply its digest; it does not run.",
        "HELP",
        "    Print this help.",
    ];

    internal static IReadOnlyList<string> Function { get; } =
    [
        "FUNCTION <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
        "LOAD [REPLACE] <code>",
        "    Add a library; its name stands in the first line of its code.",
        "DELETE <library>",
        "    Remove a library and its functions.",
        "LIST [LIBRARYNAME <pattern>] [WITHCODE]",
        "    Tell the libraries, all or those whose name matches, with their functions.",
        "STATS",
        "    Tell which function runs and for how long, and what each engine holds.",
        "KILL",
        "    End the function that runs, unless it has written.",
        "FLUSH [ASYNC|SYNC]",
        "    Remove all libraries. Both modes do so at once.",
        "DUMP",
        "    Reply all libraries as a payload for RESTORE.",
        "RESTORE <payload> [FLUSH|APPEND|REPLACE]",
        "    Add the libraries of a payload: in the place of all, only beside others (the default), or in the place of their namesakes.",
        "HELP",
        "    Print this help.",
    ];

    internal static void Write(IReply reply, IReadOnlyList<string> lines)
    {
        reply.Array(lines.Count);
        foreach (string line in lines)
        {
            reply.Status(line);
        }
    }
}
