using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Collection;

/// <summary>How a command ended that was sent over a separate connection.</summary>
/// <param name="Failure">Why it failed; null on success.</param>
/// <param name="IsUnasked">Whether nothing was sent, because there was no password to log in with. The failure then says nothing about the server.</param>
internal readonly record struct SideAnswer(Failure? Failure, bool IsUnasked = false);

/// <summary>Sends one command over a separate connection, for when the target's own connection waits for a reply that does not come.</summary>
internal static class SideConnection
{
    /// <summary>Connects, logs in, sends the command and closes, all within the global timeout.</summary>
    public static async Task<SideAnswer> AskAsync(CollectorContext context, TargetSpec target, TlsContext? tls, byte[] command)
    {
        using var connection = new RedisConnection(target.Address);
        try
        {
            return await RunAsync(context, target, tls, connection, command)
                .WaitAsync(context.Timeout, context.Clock.Provider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new SideAnswer(connection.Step.TimedOut(context.Timeout, isPing: command == RedisCommand.Ping));
        }
    }

    private static async Task<SideAnswer> RunAsync(
        CollectorContext context, TargetSpec target, TlsContext? tls, RedisConnection connection, byte[] command)
    {
        Login login = await context.Credentials.FindAsync(target).ConfigureAwait(false);
        if (login.Failure is not null)
        {
            return new SideAnswer(login.Failure, IsUnasked: true);
        }

        var exchange = new RedisExchange();
        target = target with { Credentials = login.Credentials };
        return new SideAnswer(
            await RedisHandshake.ConnectAsync(connection, target, tls, context.Names, !context.UsesResp2, exchange).ConfigureAwait(false)
            ?? await connection.ExecuteAsync(command, exchange).ConfigureAwait(false));
    }
}
