using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>Sends one command over a separate connection, for when the target's own connection waits for a reply that does not come.</summary>
internal static class SideConnection
{
    /// <summary>Connects, logs in, sends the command and closes, all within the global timeout. Returns null on success.</summary>
    public static async Task<Failure?> AskAsync(CollectorContext context, TargetSpec target, TlsContext? tls, byte[] command)
    {
        using var connection = new RedisConnection(target.Address);
        try
        {
            return await RunAsync(context, target, tls, connection, command)
                .WaitAsync(context.Timeout, context.Clock.Provider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return connection.Step.TimedOut(context.Timeout, isPing: command == RedisCommand.Ping);
        }
    }

    private static async Task<Failure?> RunAsync(
        CollectorContext context, TargetSpec target, TlsContext? tls, RedisConnection connection, byte[] command)
    {
        var exchange = new RedisExchange();
        Login login = await context.Credentials.FindAsync(target).ConfigureAwait(false);
        target = target with { Credentials = login.Credentials };
        return login.Failure ?? await RedisHandshake.ConnectAsync(connection, target, tls, context.Names, !context.UsesResp2, exchange).ConfigureAwait(false)
            ?? await connection.ExecuteAsync(command, exchange).ConfigureAwait(false);
    }
}
