using System.Runtime.CompilerServices;
using ScriptGrid.Redis;

namespace ScriptGrid.Scripts;

/// <summary>
/// Runs one script once on a ready connection: SCRIPT LOAD where this connection has not done so, EVALSHA_RO or EVALSHA, one reload
/// after NOSCRIPT, and the fallbacks that the script's <see cref="ReadOnlyMode"/> and the user's rights call for.
/// </summary>
internal static class ScriptExecutor
{
    /// <summary>Null where the exchange holds a reply that is no error; else why there is none.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<Failure?> RunAsync(
        RedisConnection connection, ScriptSpec script, ScriptCommands commands, RedisExchange exchange)
    {
        for (bool wasReloaded = false; ;)
        {
            if (NeedsLoad(connection, script, commands)
                && await LoadAsync(connection, commands, exchange).ConfigureAwait(false) is { } loadFailure)
            {
                return loadFailure;
            }

            bool isReadOnly = UsesReadOnlyForm(connection, script);
            byte[] command = Choose(commands, RunsByBody(connection, script), isReadOnly);
            Failure? failure = await connection.ExecuteAsync(command, exchange, script.MaxReplyBytes).ConfigureAwait(false)
                ?? RedisErrors.FromReply(exchange.Reply);

            switch (failure?.Reason)
            {
                case FailureReason.NoScript when !wasReloaded:
                    connection.ForgetLoaded();
                    wasReloaded = true;
                    break;
                case FailureReason.Unsupported when isReadOnly && script.ReadOnly == ReadOnlyMode.Prefer:
                    connection.LacksReadOnlyForms = true;
                    break;
                default:
                    return failure;
            }
        }
    }

    private static bool NeedsLoad(RedisConnection connection, ScriptSpec script, ScriptCommands commands) =>
        !RunsByBody(connection, script) && !connection.HasLoaded(commands.Sha1);

    private static bool RunsByBody(RedisConnection connection, ScriptSpec script) => script.PeerCompatible || connection.IsLoadDenied;

    private static bool UsesReadOnlyForm(RedisConnection connection, ScriptSpec script) => script.ReadOnly switch
    {
        ReadOnlyMode.Required => true,
        ReadOnlyMode.Prefer => !connection.LacksReadOnlyForms,
        _ => false,
    };

    private static byte[] Choose(ScriptCommands commands, bool byBody, bool isReadOnly) => (byBody, isReadOnly) switch
    {
        (true, true) => commands.EvalReadOnly,
        (true, false) => commands.Eval,
        (false, true) => commands.EvalShaReadOnly,
        (false, false) => commands.EvalSha,
    };

    private static async ValueTask<Failure?> LoadAsync(RedisConnection connection, ScriptCommands commands, RedisExchange exchange)
    {
        const int maxReplyBytes = 64 * 1024;
        Failure? failure = await connection.ExecuteAsync(commands.Load, exchange, maxReplyBytes).ConfigureAwait(false)
            ?? RedisErrors.FromReply(exchange.Reply);
        if (failure is { Reason: FailureReason.Denied })
        {
            connection.IsLoadDenied = true;
            return null;
        }

        if (failure is null)
        {
            connection.MarkLoaded(commands.Sha1);
        }

        return failure;
    }
}
