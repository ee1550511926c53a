using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Decides whether a script may run and which commands it may call. The checks have the same order as in Redis.</summary>
internal sealed class ScriptGuard(Limits limits, AccessControl access)
{
    internal const string WrongArity = "ERR Wrong number of args calling Redis command from script";
    internal const string ReadOnlyScript = "ERR Write commands are not allowed from read-only scripts.";

    private const string NotAllowed = "ERR This Redis command is not allowed from script";
    private const string Stale = "ERR Can not execute the command on a stale replica";

    /// <summary>Whether scripts may call commands that are otherwise forbidden to them, as DEBUG SET-DISABLE-DENY-SCRIPTS sets it.</summary>
    internal bool AllowsAllCommands { get; set; }

    internal bool IsOutOfMemory() => limits.IsOutOfMemory();

    /// <summary>Returns the error for an unknown command, with an addition if Redis has that command.</summary>
    internal static string Unknown(ReadOnlySpan<byte[]> words)
    {
        const string Message = "ERR Unknown Redis command called from script";
        const int LongestName = 64;
        string name = Encoding.Latin1.GetString(words[0].AsSpan(0, Math.Min(words[0].Length, LongestName)));
        return CommandCatalogue.Find(name) is { } facts && !HasSubcommands(name)
            ? $"{Message}: the embedded Redis does not have '{facts.Name}'"
            : Message;
    }

    /// <summary>Returns why a script with these flags may not start, or null if it may.</summary>
    internal string? Refusal(ScriptFlags flags, bool isReadOnlyCall)
    {
        if (flags.HasFlag(ScriptFlags.Undeclared))
        {
            return limits.IsStale ? Limits.MasterDown : null;
        }

        if (limits.IsStale && !flags.HasFlag(ScriptFlags.AllowStale))
        {
            return "MASTERDOWN Link with MASTER is down, replica-serve-stale-data is set to 'no' and 'allow-stale' flag is not set on the script.";
        }

        if (!flags.HasFlag(ScriptFlags.NoWrites) && WriteRefusal(isReadOnlyCall) is { } refusal)
        {
            return refusal;
        }

        return (flags & (ScriptFlags.AllowOom | ScriptFlags.NoWrites)) == 0 && limits.IsOutOfMemory()
            ? "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'"
            : null;
    }

    /// <summary>Returns why a script under way may not call a command, or null if it may.</summary>
    internal string? Refusal(ScriptRun run, Command command, ReadOnlySpan<byte[]> words)
    {
        var flags = command.Facts.Flags;
        if ((flags & CommandFlags.NoScript) != 0 && !AllowsAllCommands)
        {
            return NotAllowed;
        }

        if (limits.IsStale && (flags & CommandFlags.Stale) == 0)
        {
            return Stale;
        }

        if (PermissionRefusal(run.Session, command, words) is { } denied)
        {
            return denied;
        }

        return run.IsReadOnly && (flags & (CommandFlags.Write | CommandFlags.MayReplicate)) != 0
            ? ReadOnlyScript
            : StateRefusal(run, flags);
    }

    /// <summary>Checks the state of the server, but only until the script's first write: after that, the script cannot be stopped half-way.</summary>
    private string? StateRefusal(ScriptRun run, CommandFlags flags)
    {
        if (run.HasWritten)
        {
            return null;
        }

        if ((flags & CommandFlags.Write) != 0)
        {
            if (limits.IsReadOnly)
            {
                return Limits.ReadOnlyReplica;
            }

            if (limits.LacksReplicas)
            {
                return Limits.NoReplicas;
            }
        }

        return run.IsOutOfMemory && !run.AllowsOom && (flags & CommandFlags.DenyOom) != 0 ? Limits.OutOfMemory : null;
    }

    private string? WriteRefusal(bool isReadOnlyCall)
    {
        if (limits.IsReadOnly)
        {
            return "READONLY Can not run script with write flag on readonly replica.";
        }

        if (isReadOnlyCall)
        {
            return "ERR Can not execute a script with write flag using *_ro command.";
        }

        return limits.LacksReplicas ? Limits.NoReplicas : null;
    }

    private string? PermissionRefusal(ClientSession session, Command command, ReadOnlySpan<byte[]> words)
    {
        var verdict = AccessControl.Check(session, command.Facts, words);
        if (verdict.Denial == AclDenial.None)
        {
            return null;
        }

        access.LogDenial(session, command.Facts, words, verdict);
        return verdict.Denial switch
        {
            AclDenial.Command => "ERR The user executing the script can't run this command or subcommand",
            AclDenial.Key => "ERR The user executing the script can't access at least one of the keys mentioned in the command arguments",
            _ => "ERR The user executing the script can't publish to the channel mentioned in the command",
        };
    }

    private static bool HasSubcommands(string name) => CommandCatalogue.All.ContainsKey($"{name} help");
}
