using ScriptGrid.Discovery;
using ScriptGrid.Redis;

namespace ScriptGrid.Collection;

/// <summary>
/// Sends SCRIPT KILL over a connection of its own, since the target's is taken by the script that runs. Only for scripts that
/// ask for it: the server kills whatever runs.
/// </summary>
internal static class ScriptKiller
{
    /// <summary>Kills, and logs the outcome.</summary>
    public static async Task KillAsync(CollectorContext context, TargetSpec target, TlsContext? tls, string script)
    {
        using var connection = new RedisConnection(target.Address);
        var exchange = new RedisExchange();
        string outcome;
        try
        {
            Failure? failure = await AskAsync(context, target, tls, connection, exchange)
                .WaitAsync(context.Timeout, context.Clock.Provider).ConfigureAwait(false);
            outcome = failure?.Message ?? "done";
        }
        catch (TimeoutException)
        {
            outcome = "no answer in time";
        }

        Log.ScriptKilled(context.Logger, target.Address.Id, script, outcome);
    }

    private static async Task<Failure?> AskAsync(
        CollectorContext context, TargetSpec target, TlsContext? tls, RedisConnection connection, RedisExchange exchange)
    {
        const int maxReplyBytes = 64 * 1024;
        return await connection.ConnectAsync(tls).ConfigureAwait(false)
            ?? await RedisHandshake.LogInAsync(connection, target.Credentials, !context.UsesResp2, exchange).ConfigureAwait(false)
            ?? await connection.ExecuteAsync(RedisCommand.ScriptKill, exchange, maxReplyBytes).ConfigureAwait(false)
            ?? RedisErrors.FromReply(exchange.Reply);
    }
}
