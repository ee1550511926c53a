using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ScriptGrid.Client;

/// <summary>
/// One target: its latest results, and runs that a caller asks for. The key is the target's identity as <c>/targets</c> shows it,
/// <c>10.0.0.1:6379</c> or <c>10.0.0.1:6379/2</c>; never a URI, never with credentials.
/// </summary>
/// <remarks>
/// <para>What can go wrong with a target or a script is a value, <see cref="CallStatus"/> with a reason. A call throws only where the
/// cluster refuses the caller (<see cref="UnauthorizedAccessException"/>), cannot be reached, or does not answer in time.</para>
/// <para>Calls take their turn on the target's one connection, in the order in which they came, before scheduled runs that wait. Never do two run at once.
/// A call that has not had its turn within 20 seconds fails with reason <c>timeout</c> and was not sent.</para>
/// <para>A call that is cancelled throws <see cref="OperationCanceledException"/> at once. One that waits for its turn is then not sent; one that
/// the server has is carried out, and its reply is dropped.</para>
/// </remarks>
[Alias("sg.target")]
public interface ITargetGrain : IGrainWithStringKey
{
    /// <summary>What the target's scripts gave last. It is read from the owner's memory: the target is not asked.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>Null where it is not a configured target.</returns>
    [AlwaysInterleave]
    [Alias("snapshot")]
    Task<TargetSnapshot?> GetSnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a configured or registered script now with these KEYS and ARGV and returns its reply as it came. Each call is a run of its own; none
    /// is joined with another, and none counts in the script's metrics. It goes by the script's own <c>timeout</c> and <c>read_only</c>, and
    /// where it may write it is never sent twice, whatever becomes of the connection.
    /// </summary>
    /// <param name="script">The script's name, by default its file's: <c>lock_acquire.lua</c>.</param>
    /// <param name="keys">KEYS; none by default, whatever the configuration says.</param>
    /// <param name="arguments">ARGV; the same.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>
    /// The reply, or why there is none. After <c>timeout</c> and <c>connection</c> it is not known whether a script that writes has run; where it was
    /// not sent the status is <see cref="CallStatus.Unavailable"/>, or the message says so.
    /// </returns>
    [AlwaysInterleave]
    [Alias("run")]
    Task<ScriptOutcome> RunAsync(
        string script,
        ImmutableArray<ScriptArgument> keys = default,
        ImmutableArray<ScriptArgument> arguments = default,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a script by this name on this target, for <see cref="RunAsync"/>, and loads it by SCRIPT LOAD. It always runs as with
    /// <c>read_only: required</c>, under the global timeout. It is kept until the target's owner changes or its silo ends; registering again
    /// replaces it.
    /// </summary>
    /// <param name="name">1 to 200 characters; not the name of a configured script, which would be <see cref="CallStatus.NotAllowed"/>.</param>
    /// <param name="lua">The text, at most 1 MiB. A target keeps at most 100 scripts.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The script's SHA1. One that the server does not take is not kept.</returns>
    [AlwaysInterleave]
    [Alias("register")]
    Task<LoadOutcome> RegisterAsync(string name, string lua, CancellationToken cancellationToken = default);

    /// <summary>Loads a configured or registered script by SCRIPT LOAD, so that its next run finds it in the server's cache.</summary>
    /// <param name="script">The script's name.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("load")]
    Task<LoadOutcome> LoadAsync(string script, CancellationToken cancellationToken = default);

    /// <summary>Asks by SCRIPT EXISTS which of the target's configured and registered scripts the server's cache holds.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("exists")]
    Task<ExistsOutcome> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Empties the server's script cache by SCRIPT FLUSH, for all of its clients. Scripts are loaded again when they run next.
    /// </summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("flush")]
    Task<CommandOutcome> FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends SCRIPT KILL at once over a connection of its own. It ends whatever script runs on that server, of any client. Where none runs the server
    /// says NOTBUSY, where the script has written UNKILLABLE: both are <see cref="CallStatus.Failed"/>.
    /// </summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("kill")]
    Task<CommandOutcome> KillAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs Lua that is not configured, by EVAL_RO or EVAL, under the global timeout. Off unless the silos' configuration has
    /// <c>cluster: {ad_hoc_eval: true}</c>: <see cref="CallStatus.NotAllowed"/> then.
    /// </summary>
    /// <param name="lua">The text, at most 1 MiB.</param>
    /// <param name="keys">KEYS.</param>
    /// <param name="arguments">ARGV.</param>
    /// <param name="readOnly">EVAL_RO, which refuses writes and wants Redis 7.0; false may write, and is never sent twice.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    [AlwaysInterleave]
    [Alias("eval")]
    Task<ScriptOutcome> EvalAsync(
        string lua,
        ImmutableArray<ScriptArgument> keys = default,
        ImmutableArray<ScriptArgument> arguments = default,
        bool readOnly = true,
        CancellationToken cancellationToken = default);
}
