using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>What asking a server for its role gave.</summary>
/// <param name="Role">The role; null where it is not known.</param>
/// <param name="Failure">Why it is not known.</param>
internal readonly record struct RoleReading(ServerRole? Role, Failure? Failure)
{
    /// <summary>Why ROLE was of no use, where INFO replication had to be asked: it will be of none again.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>The server answers, but tells its role to nobody, or not to this user.</summary>
    public bool IsRefused => Failure is { IsConnectionLost: false, IsTargetFault: false };
}

/// <summary>Asks a server for its role: by ROLE, an eighth of the work of INFO replication, and by that where ROLE is denied or unknown.</summary>
internal static class RoleReader
{
    private static readonly byte[] Role = RedisCommand.Encode("ROLE");
    private static readonly byte[] Info = RedisCommand.Encode("INFO", "replication");

    /// <summary>Asks.</summary>
    /// <param name="ask">Sends a command; null is success, and <paramref name="exchange"/> holds the reply.</param>
    /// <param name="exchange">Holds the reply.</param>
    /// <param name="refusal">Why ROLE need not be asked; null where it is not known to be refused.</param>
    public static async ValueTask<RoleReading> ReadAsync(
        Func<byte[], ValueTask<Failure?>> ask, RedisExchange exchange, Failure? refusal = null)
    {
        if (refusal is null)
        {
            RoleReading byRole = await ReadAsync(ask, Role, exchange).ConfigureAwait(false);
            if (!byRole.IsRefused)
            {
                return byRole;
            }

            refusal = byRole.Failure!;
        }

        RoleReading byInfo = await ReadAsync(ask, Info, exchange).ConfigureAwait(false);
        return byInfo.IsRefused
            ? new RoleReading(null, new Failure(
                byInfo.Failure!.Reason, $"the server's role cannot be read: ROLE: {refusal.Message}; INFO replication: {byInfo.Failure.Message}"))
            : byInfo with { Refusal = refusal };
    }

    private static async ValueTask<RoleReading> ReadAsync(Func<byte[], ValueTask<Failure?>> ask, byte[] command, RedisExchange exchange) =>
        await ask(command).ConfigureAwait(false) is { } failure ? new RoleReading(null, failure) : RoleReply.Read(exchange.Reply);
}
