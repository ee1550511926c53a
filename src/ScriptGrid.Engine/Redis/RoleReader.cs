using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>The result of asking a server for its role.</summary>
/// <param name="Role">The role; null if it is not known.</param>
/// <param name="Failure">Why it is not known.</param>
internal readonly record struct RoleReading(ServerRole? Role, Failure? Failure)
{
    /// <summary>Why ROLE was refused, if INFO replication had to be asked instead. ROLE will be refused again.</summary>
    public Failure? Refusal { get; init; }

    /// <summary>Whether the server answers, but does not tell its role, or not to this user.</summary>
    public bool IsRefused => Failure is { IsConnectionLost: false, IsTargetFault: false };
}

/// <summary>
/// Asks a server for its role: by ROLE, which takes an eighth of the work of INFO replication, or by the latter if ROLE is denied or unknown.
/// </summary>
internal static class RoleReader
{
    private static readonly byte[] Role = RedisCommand.Encode("ROLE");
    private static readonly byte[] Info = RedisCommand.Encode("INFO", "replication");

    /// <summary>Asks for the role.</summary>
    /// <param name="ask">Sends a command. Returns null on success; <paramref name="exchange"/> then holds the reply.</param>
    /// <param name="exchange">Holds the reply.</param>
    /// <param name="refusal">Why ROLE need not be asked; null if it is not known to be refused.</param>
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
