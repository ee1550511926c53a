using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Sends SCRIPT KILL over a separate connection, since the target's own connection waits for the running script. Used only if a script's settings or
/// a caller request it, because the server kills whichever script is running.
/// </summary>
internal static class ScriptKiller
{
    /// <summary>Kills a script that exceeded its timeout, and logs the outcome. Returns null on success.</summary>
    public static async Task<Failure?> KillAsync(CollectorContext context, TargetSpec target, TlsContext? tls, string script)
    {
        Failure? failure = await KillAsync(context, target, tls).ConfigureAwait(false);
        Log.ScriptKilled(context.Logger, target.Address.Id, script, failure?.Message ?? "done");
        return failure;
    }

    /// <summary>Kills the running script. Returns null on success; the words of a failure have secrets masked.</summary>
    public static async Task<Failure?> KillAsync(CollectorContext context, TargetSpec target, TlsContext? tls)
    {
        SideAnswer answer = await SideConnection.AskAsync(context, target, tls, RedisCommand.ScriptKill).ConfigureAwait(false);
        return answer.Failure is { } failure ? context.Secrets.Mask.Apply(failure) : null;
    }
}
