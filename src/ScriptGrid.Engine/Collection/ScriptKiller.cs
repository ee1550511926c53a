using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Sends SCRIPT KILL over a connection of its own, since the target's is taken by the script that runs. Only where a script's
/// settings or a caller ask for it: the server kills any script that runs.
/// </summary>
internal static class ScriptKiller
{
    /// <summary>Kills a script that outlived its timeout, and logs the outcome.</summary>
    public static async Task KillAsync(CollectorContext context, TargetSpec target, TlsContext? tls, string script)
    {
        Failure? failure = await KillAsync(context, target, tls).ConfigureAwait(false);
        Log.ScriptKilled(context.Logger, target.Address.Id, script, failure?.Message ?? "done");
    }

    /// <summary>Kills. Null is success.</summary>
    public static Task<Failure?> KillAsync(CollectorContext context, TargetSpec target, TlsContext? tls) =>
        SideConnection.AskAsync(context, target, tls, RedisCommand.ScriptKill);
}
