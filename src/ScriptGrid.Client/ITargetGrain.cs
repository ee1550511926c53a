using System.Collections.Immutable;
using Orleans.Concurrency;

namespace ScriptGrid.Client;

/// <summary>
/// One target: its latest results, and runs of scripts on request. The key is the target's identity as <c>/targets</c> shows it, for example
/// <c>10.0.0.1:6379</c> or <c>10.0.0.1:6379/2</c>. It is never a URI, and never has credentials.
/// </summary>
/// <remarks>
/// <para>If something goes wrong with a target or a script, the outcome says so with a <see cref="CallStatus"/> and a reason. A call only throws if the
/// cluster cannot be reached or does not answer in time. A client without the client secret, or without a certificate that the gateways accept, cannot
/// connect at all: its start throws, see <see cref="ScriptGridClient.ConnectAsync"/>.</para>
/// <para>A call with KEYS and ARGV, a text or a name beyond <see cref="CallLimits"/> ends with <see cref="CallStatus.InvalidArgument"/>, and
/// nothing is sent.</para>
/// <para>Calls use the target's one connection in the order in which they arrive, ahead of scheduled runs that wait. No two run at the same time. A call
/// that has not had its turn within 20 seconds fails with reason <c>timeout</c> and is not sent. A call without an answer throws a
/// <see cref="TimeoutException"/> after five minutes.</para>
/// <para>An <see cref="OrleansMessageRejectionException"/> says that the call was not carried out, because it reached a silo that is just stopping: call
/// again. After its subclass <see cref="SiloUnavailableException"/>, and after a <see cref="TimeoutException"/>, that is unknown.</para>
/// <para>A cancelled call throws <see cref="OperationCanceledException"/> at once. If it still waits for its turn, it is not sent. If the server already
/// has it, it is carried out, and its reply is dropped.</para>
/// </remarks>
[Alias("sg.target")]
public interface ITargetGrain : IGrainWithStringKey
{
    /// <summary>How long a client waits for a call that takes turns: longer than a turn and a script's <c>timeout</c> take as a rule.</summary>
    private const string Patience = "00:05:00";

    /// <summary>Returns the latest results of the target's scripts. They come from the owner's memory: the target itself is not contacted.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The snapshot; null if this is not a configured target.</returns>
    /// <exception cref="TimeoutException">
    /// The silo cannot tell now, because it has just started and has no catalogue yet, or because it hands the target over; ask again.
    /// </exception>
    [AlwaysInterleave]
    [Alias("snapshot")]
    Task<TargetSnapshot?> GetSnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a configured or registered script now, with these KEYS and ARGV, and returns its reply unchanged. Each call is a run of its own: it is not joined
    /// with another run, and does not count in the script's metrics. The script's own <c>timeout</c> and <c>read_only</c> apply. A script that may write is
    /// never sent twice, no matter what happens to the connection.
    /// </summary>
    /// <param name="script">The script's name. By default that is the name of its file, for example <c>lock_acquire.lua</c>.</param>
    /// <param name="keys">KEYS. None by default; those of the configuration are not used.</param>
    /// <param name="arguments">
    /// ARGV. None by default; those of the configuration are not used. KEYS and ARGV have at most 16 MiB in total, see <see cref="CallLimits"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The reply, or why there is none. After the reasons <c>timeout</c> and <c>connection</c> it is unknown whether a script that writes has run. If the
    /// script was not sent, the status is <see cref="CallStatus.Unavailable"/>, or the message says so.
    /// </returns>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("run")]
    Task<ScriptOutcome> RunAsync(
        string script,
        ImmutableArray<ScriptArgument> keys = default,
        ImmutableArray<ScriptArgument> arguments = default,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Registers a script under a name on this target, for <see cref="RunAsync"/>, and loads it with SCRIPT LOAD. It always runs as with
    /// <c>read_only: required</c>, with the global timeout. It is kept until the target moves to another silo or its silo ends. Registering the name again
    /// replaces it.
    /// </summary>
    /// <param name="name">1 to 200 characters. The name of a configured script is refused with <see cref="CallStatus.NotAllowed"/>.</param>
    /// <param name="lua">The script's text, at most 1 MiB. A target keeps at most 100 registered scripts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The script's SHA-1. A script that the server does not accept is not kept.</returns>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("register")]
    Task<LoadOutcome> RegisterAsync(string name, string lua, CancellationToken cancellationToken = default);

    /// <summary>Loads a configured or registered script with SCRIPT LOAD, so that its next run finds it in the server's cache.</summary>
    /// <param name="script">The script's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("load")]
    Task<LoadOutcome> LoadAsync(string script, CancellationToken cancellationToken = default);

    /// <summary>Finds out with SCRIPT EXISTS which of the target's configured and registered scripts the server's cache holds.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("exists")]
    Task<ExistsOutcome> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Empties the server's script cache with SCRIPT FLUSH, which affects all of its clients. Scripts are loaded again at their next run.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("flush")]
    Task<CommandOutcome> FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends SCRIPT KILL at once, over a connection of its own. It ends the script that runs on that server, no matter which client runs it. If none runs, the
    /// server answers NOTBUSY; if the script has already written, UNKILLABLE. Both give <see cref="CallStatus.Failed"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("kill")]
    Task<CommandOutcome> KillAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs a Lua script that is not configured, with EVAL_RO or EVAL and the global timeout. Unless the silos' configuration has
    /// <c>cluster: {ad_hoc_eval: true}</c>, the call is refused with <see cref="CallStatus.NotAllowed"/>.
    /// </summary>
    /// <param name="lua">The script's text, at most 1 MiB.</param>
    /// <param name="keys">KEYS.</param>
    /// <param name="arguments">ARGV. KEYS and ARGV have at most 16 MiB in total, see <see cref="CallLimits"/>.</param>
    /// <param name="readOnly">True for EVAL_RO, which refuses writes and needs Redis 7.0. False for EVAL, which may write and is never sent twice.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    [AlwaysInterleave]
    [ResponseTimeout(Patience)]
    [Alias("eval")]
    Task<ScriptOutcome> EvalAsync(
        string lua,
        ImmutableArray<ScriptArgument> keys = default,
        ImmutableArray<ScriptArgument> arguments = default,
        bool readOnly = true,
        CancellationToken cancellationToken = default);
}
