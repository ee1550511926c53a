using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// Runs one script once on a ready connection: SCRIPT LOAD if this connection has not loaded it, then EVALSHA_RO or EVALSHA. It loads the script once more
/// after NOSCRIPT, takes another key after MOVED, and uses the fallbacks that the script's <see cref="ReadOnlyMode"/> and the user's rights require.
/// </summary>
internal static class ScriptExecutor
{
    /// <summary>
    /// The hot path: if the script is loaded, it sends one request and nothing else. After a failure for which <see cref="KnowsBetter"/> returns true, call
    /// <see cref="RunAsync"/>.
    /// </summary>
    public static ValueTask<Failure?> SendAsync(
        RedisConnection connection, ScriptSpec script, ScriptCommands commands, RedisExchange exchange) =>
        commands.IsForSentinel || NeedsLoad(connection, script, commands) || NeedsSlotKey(connection, commands)
            ? RunAsync(connection, script, commands, exchange)
            : connection.ExecuteAsync(CommandFor(connection, script, commands), exchange, script.MaxReplyBytes);

    /// <summary>Returns the command that runs the script over this connection, by what is known about the server.</summary>
    public static byte[] CommandFor(RedisConnection connection, ScriptSpec script, ScriptCommands commands) =>
        commands.IsForSentinel
            ? SentinelReport.Masters
            : Choose(commands.For(connection.SlotKey), RunsByBody(connection, script), UsesReadOnlyForm(connection, script));

    /// <summary>Encodes the command that <see cref="CommandFor"/> returns unless the server or the user's rights require another one.</summary>
    public static void Prepare(ScriptSpec script, ScriptCommands commands) =>
        Choose(commands, RunsByBody(script), script.ReadOnly != ReadOnlyMode.Off);

    /// <summary>
    /// Returns whether another way to run the script works after this failure, and notes on the connection which. After an error that the script made itself,
    /// there is none: the script has run.
    /// </summary>
    public static bool KnowsBetter(RedisConnection connection, ScriptSpec script, Failure failure)
    {
        switch (failure.Reason)
        {
            case FailureReason.NoScript when RedisErrors.IsOfServer(failure.Message):
                connection.ForgetLoaded();
                return true;
            case FailureReason.Cluster when connection.SlotKey is not null && script.Keys.Contains(ScriptSpec.SlotKey) && RedisErrors.IsOfServer(failure.Message):
                connection.SlotKey = null;
                return true;
            case FailureReason.Unsupported when failure.IsCommandRefused && script.ReadOnly == ReadOnlyMode.Prefer && !connection.LacksReadOnlyForms:
                connection.LacksReadOnlyForms = true;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Loads the script if the connection has not, and runs it. Returns null on success; the exchange then holds the reply.</summary>
    public static async ValueTask<Failure?> RunAsync(
        RedisConnection connection, ScriptSpec script, ScriptCommands commands, RedisExchange exchange)
    {
        if (commands.IsForSentinel)
        {
            return await SentinelReport.RunAsync(connection, exchange).ConfigureAwait(false);
        }

        for (bool wasReloaded = false; ; wasReloaded = true)
        {
            if (NeedsLoad(connection, script, commands)
                && await LoadAsync(connection, commands, exchange).ConfigureAwait(false) is { } loadFailure)
            {
                return loadFailure;
            }

            if (NeedsSlotKey(connection, commands)
                && await OwnSlots.FindKeyAsync(connection, exchange).ConfigureAwait(false) is { } unasked)
            {
                return unasked;
            }

            byte[] command = CommandFor(connection, script, commands);
            Failure? failure = await connection.ExecuteAsync(command, exchange, script.MaxReplyBytes).ConfigureAwait(false);
            bool isGoneAgain = wasReloaded && failure is { Reason: FailureReason.NoScript or FailureReason.Cluster };
            if (failure is null || isGoneAgain || !KnowsBetter(connection, script, failure))
            {
                return failure;
            }
        }
    }

    private static bool NeedsSlotKey(RedisConnection connection, ScriptCommands commands) => commands.NeedsSlotKey && connection.SlotKey is null;

    private static bool NeedsLoad(RedisConnection connection, ScriptSpec script, ScriptCommands commands) =>
        !RunsByBody(connection, script) && !connection.HasLoaded(commands.Sha1);

    private static bool RunsByBody(RedisConnection connection, ScriptSpec script) => RunsByBody(script) || connection.LacksLoad;

    private static bool RunsByBody(ScriptSpec script) => script.RedisExporterCompatible || script.IsAdHoc;

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
        Failure? failure = await connection.ExecuteAsync(commands.Load, exchange).ConfigureAwait(false);
        if (failure is { Reason: FailureReason.Denied or FailureReason.Unsupported, IsConnectionLost: false })
        {
            connection.LacksLoad = true;
            return null;
        }

        if (failure is null)
        {
            connection.MarkLoaded(commands.Sha1);
        }

        return failure;
    }
}
