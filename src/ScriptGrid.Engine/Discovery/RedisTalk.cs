using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Credentials;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>A short exchange of commands with one server, over a separate connection.</summary>
internal sealed class RedisTalk : IDisposable
{
    private const int MaxReplyBytes = 32 * 1024 * 1024;

    /// <summary>How long to wait before listening to a server again, after its connection was lost or could not be opened.</summary>
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);

    private readonly RedisConnection _connection;
    private readonly RedisExchange _exchange = new();

    private RedisTalk(TargetAddress address) => _connection = new RedisConnection(address);

    /// <summary>Connects, logs in, runs the talk and closes, in bounded time. Returns null, with the problem, if any of it fails.</summary>
    public static async Task<(T? Result, string Problem)> HaveAsync<T>(
        TargetSpec server, SourceTools tools, Func<RedisTalk, Task<(T?, string)>> talk, CancellationToken cancellationToken)
        where T : class
    {
        using var one = new RedisTalk(server.Address);
        try
        {
            (T? result, string problem) = await one.OpenAndTalkAsync(server, tools, talk)
                .WaitAsync(RedisSourceSettings.AskLimit, tools.Time, cancellationToken).ConfigureAwait(false);
            return (result, problem.Length == 0 ? "" : $"{server.Address}: {problem}");
        }
        catch (TimeoutException)
        {
            return (null, $"{server.Address}: {one._connection.Step.TimedOut(RedisSourceSettings.AskLimit).Message}");
        }
    }

    /// <summary>
    /// Subscribes to a channel of a server and calls back for each message, until cancelled. A lost connection is opened again. Messages published
    /// meanwhile are missed, so a new connection counts as a message.
    /// </summary>
    public static async Task ListenAsync(TargetSpec server, SourceTools tools, string channel, Action heard, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var one = new RedisTalk(server.Address);
            using CancellationTokenRegistration stop = cancellationToken.Register(one.Dispose);
            await one.OpenAndTalkAsync<object>(server, tools, async talk => (null, await talk.HearAsync(channel, heard).ConfigureAwait(false)), resp3: false).ConfigureAwait(false);
            await Task.Delay(ListenAgainAfter, tools.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends a command. Returns null, with the failure, if there is no reply or an error.</summary>
    public async Task<(RedisReply? Reply, Failure? Failure)> AskAsync(params string[] command)
    {
        Failure? failure = await _connection.ExecuteAsync(RedisCommand.Encode(command), _exchange, MaxReplyBytes).ConfigureAwait(false);
        return failure is null ? (RedisReply.Read(_exchange.Reply), null) : (null, failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>
    /// Subscribes, and calls back for each message. After SUBSCRIBE a RESP2 connection carries only messages; each is awaited without sending
    /// anything.
    /// </summary>
    private async Task<string> HearAsync(string channel, Action heard)
    {
        Failure? failure = await _connection.ExecuteAsync(RedisCommand.Encode("SUBSCRIBE", channel), _exchange).ConfigureAwait(false);
        while (failure is null)
        {
            heard();
            failure = await _connection.ExecuteAsync(ReadOnlyMemory<byte>.Empty, _exchange).ConfigureAwait(false);
        }

        return failure.Message;
    }

    private async Task<(T?, string)> OpenAndTalkAsync<T>(TargetSpec server, SourceTools tools, Func<RedisTalk, Task<(T?, string)>> talk, bool resp3 = true)
        where T : class
    {
        TlsContext? tls;
        try
        {
            tls = server.Tls is null ? null : new TlsContext(server.Tls);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Cryptography.CryptographicException)
        {
            return (null, exception.Message);
        }

        Login login = await tools.Credentials.FindAsync(server).ConfigureAwait(false);
        Failure? failure = login.Failure ?? await RedisHandshake.ConnectAsync(
            _connection, server with { Credentials = login.Credentials }, tls, tools.Names, resp3, _exchange).ConfigureAwait(false);
        return failure is null ? await talk(this).ConfigureAwait(false) : (null, failure.Message);
    }
}
