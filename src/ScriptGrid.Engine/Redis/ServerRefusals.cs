using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What each kind of server and proxy refuses of scripts that run on others: how its error is worded, and what helps.</summary>
internal static class ServerRefusals
{
    private const string NeedsKeys = "the server runs only scripts that have KEYS: set keys: [\"{slot}\"] for the script";

    /// <summary>The first entry whose words are in a message applies.</summary>
    private static readonly ServerRefusal[] All =
    [
        // ElastiCache Serverless.
        new("scripts without any input keys", NeedsKeys),

        // Alibaba's proxy.
        new("eval/evalsha number of keys can't be negative or zero", NeedsKeys),
        new("bad lua script for redis cluster", "the proxy requires literal command names and every key as KEYS[i]: see scriptgrid check --server alibaba-cluster, or collect from the nodes"),
        new("eval/evalsha command keys must", "keep one key, or give all the same {hash tag}") { Reason = FailureReason.Cluster },

        // Dragonfly.
        new("accessing undeclared key", "pass the key in keys, begin the script with --!df flags=allow-undeclared-keys, or start Dragonfly with --default_lua_flags=allow-undeclared-keys"),

        // Valkey without its Lua module, and Garnet without its option.
        new("Could not find scripting engine", "the server has no Lua: load its Lua module, or begin the script without a #! line"),
        new("Lua scripting support disabled", "start Garnet with --lua"),

        // Every kind of server: commands that a script calls.
        new("command is not allowed from script", CalledCommand("does not allow scripts to call a command that this script calls")),
        new("command called from script", CalledCommand("does not know a command that the script calls")),
        new("command called from Lua script", CalledCommand("does not know a command that the script calls")),

        new("ACL failure in script", InnerRights) { Reason = FailureReason.Denied },
        new("The user executing the script can't", InnerRights) { Reason = FailureReason.Denied },
    ];

    private const string InnerRights = "allow the ACL user the commands and keys that the script uses; its header lists them under Needs";

    /// <summary>What helps if the command itself is refused, because it is unknown, renamed or disabled.</summary>
    public const string NoSuchCommand =
        "a server or proxy without EVALSHA and EVAL, or with other names for them, cannot run scripts; collect from another server. For servers older than Redis 7, set read_only: prefer";

    /// <summary>What helps if the user may not send the command.</summary>
    public const string NoPermission = "allow the ACL user this command; see docs/writing-scripts.md";

    /// <summary>Returns the refusal whose words are in an error message; null if there is none.</summary>
    public static ServerRefusal? Find(string message) =>
        Array.Find(All, refusal => message.Contains(refusal.Words, StringComparison.OrdinalIgnoreCase));

    private static string CalledCommand(string problem) =>
        $"the server {problem}: leave it out, or call it by redis.pcall; scriptgrid check names such calls";
}

/// <summary>A refusal, recognised by its words.</summary>
/// <param name="Words">A part of the message that no other message has.</param>
/// <param name="Remedy">What the operator can do.</param>
internal sealed record ServerRefusal(string Words, string Remedy)
{
    /// <summary>The reason of the failure. Default: <see cref="FailureReason.Unsupported"/>, as the server lacks something.</summary>
    public FailureReason Reason { get; init; } = FailureReason.Unsupported;
}
