using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis;

/// <content>Requests that the process itself makes directly to the server.</content>
public sealed partial class EmbeddedRedisServer
{
    /// <summary>
    /// Runs one command on behalf of this process, regardless of passwords and users, and returns the reply. All such commands come from one client, so SELECT,
    /// MULTI and HELLO affect the calls that follow. A command that would block its client returns at once. Commands that do not give exactly one reply, such as
    /// SUBSCRIBE, MONITOR, SYNC and CLIENT REPLY OFF, are refused: they need a connection.
    /// </summary>
    /// <param name="command">The command's name, such as <c>SET</c>.</param>
    /// <param name="arguments">The words after the name: <c>Execute("SET", "visits", 5)</c>.</param>
    /// <exception cref="EmbeddedRedisException">The command failed, and the message is Redis's; or the server has ended.</exception>
    public RedisReply Execute(string command, params RedisArgument[] arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(arguments);
        return Execute([Encoding.UTF8.GetBytes(command), .. arguments.Select(static argument => argument.Bytes.ToArray())]);
    }

    /// <summary>Runs a Lua script with EVAL, as <see cref="Execute(string, RedisArgument[])"/> does.</summary>
    /// <param name="script">The text of the script.</param>
    /// <param name="keys">The script's <c>KEYS</c>; empty by default.</param>
    /// <param name="arguments">The script's <c>ARGV</c>; empty by default.</param>
    /// <returns>What the script returned.</returns>
    /// <exception cref="EmbeddedRedisException">The script does not compile or failed, and the message is Redis's; or the server has ended.</exception>
    public RedisReply Evaluate(string script, IEnumerable<RedisArgument>? keys = null, IEnumerable<RedisArgument>? arguments = null)
    {
        ArgumentNullException.ThrowIfNull(script);
        RedisArgument[] given = [.. keys ?? []];
        return Execute("EVAL", [script, given.Length, .. given, .. arguments ?? []]);
    }

    /// <summary>
    /// Runs commands in the syntax of <c>redis-cli</c>, one per line: <c>RPUSH queue "first job" 2</c>. Empty lines and lines that begin with <c>#</c> are
    /// skipped. The first command that fails ends the run, also if it fails in EXEC. So do a command that would wait, and a MULTI without EXEC.
    /// </summary>
    /// <exception cref="EmbeddedRedisException">A line cannot be parsed, or its command failed. The message begins with the line number:
    /// <c>line 3:</c>.</exception>
    public void Seed(string commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        RefuseItsOwnThread();
        if (SeedAsync(Encoding.UTF8.GetBytes(commands), CancellationToken.None).GetAwaiter().GetResult() is { } problem)
        {
            throw new EmbeddedRedisException($"line {problem.Line}: {problem.Text}");
        }
    }

    /// <summary>Removes all keys of all databases, as FLUSHALL does. Scripts, functions, users and settings stay.</summary>
    /// <exception cref="EmbeddedRedisException">A script has run for longer than <c>busy-reply-threshold</c>, or the server has ended.</exception>
    public void FlushAll() => Ask<bool>(_server.FlushAll);

    /// <summary>Returns the keys and values of a database as they are between two commands. Taking a snapshot has no side effects.</summary>
    /// <param name="database">The database's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such database.</exception>
    /// <exception cref="EmbeddedRedisException">A script has run for longer than <c>busy-reply-threshold</c>, or the server has ended.</exception>
    public RedisSnapshot Snapshot(int database = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(database);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(database, _options.Databases);
        return Ask<RedisSnapshot>(answer => _server.Read(keyspace => SnapshotReader.Read(keyspace.Databases[database]), answer));
    }

    /// <summary>Runs a command and returns its reply as RESP2. An error is a reply too and begins with <c>-</c>.</summary>
    internal Task<byte[]> ExecuteAsync(params string[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(word))]);
    }

    /// <inheritdoc cref="ExecuteAsync(string[])"/>
    internal async Task<byte[]> ExecuteAsync(IReadOnlyList<ReadOnlyMemory<byte>> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfZero(words.Count, nameof(words));
        byte[][] copy = [.. words.Select(static word => word.ToArray())];
        var reply = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Execute(copy, reply);
        await Task.WhenAny(reply.Task, _server.Ended).ConfigureAwait(false);
        return reply.Task.IsCompleted ? ReplyReader.WithoutPushes(await reply.Task.ConfigureAwait(false)).ToArray() : throw HasEnded();
    }

    /// <summary>Runs seed commands up to the first that fails, and leaves no transaction open. Returns what failed; null if nothing did.</summary>
    internal async Task<SeedProblem?> SeedAsync(ReadOnlyMemory<byte> commands, CancellationToken cancellationToken)
    {
        var run = new SeedRun();
        SeedProblem? problem = null;
        foreach ((int line, List<byte[]>? words) in SeedLines.Read(commands))
        {
            cancellationToken.ThrowIfCancellationRequested();
            problem = words is null ? new(line, SeedLines.BadQuotes) : await SeedAsync(run, line, words).ConfigureAwait(false);
            if (problem is not null)
            {
                break;
            }
        }

        problem ??= run.AtEnd();
        if (run.IsInTransaction && !_server.Ended.IsCompleted)
        {
            await ExecuteAsync("DISCARD").ConfigureAwait(false);
        }

        return problem;
    }

    private async Task<SeedProblem?> SeedAsync(SeedRun run, int line, List<byte[]> words)
    {
        if (SeedRun.Refusal(words) is { } refusal)
        {
            return new(line, refusal);
        }

        try
        {
            byte[] reply = await ExecuteAsync([.. words.Select(static word => (ReadOnlyMemory<byte>)word)]).ConfigureAwait(false);
            return reply.Length == 0 ? new(line, SeedRun.EndedServer) : run.Check(line, words, new ReplyReader(reply).Read());
        }
        catch (ReplyTooLargeException e)
        {
            return new(line, $"ERR {e.Message}");
        }
        catch (EmbeddedRedisException)
        {
            return new(line, SeedRun.EndedServer);
        }
    }

    private RedisReply Execute(byte[][] words)
    {
        RedisReply reply = Reply(words);
        return reply.Kind == RedisReplyKind.Error ? throw new EmbeddedRedisException(reply.AsText()!) : reply;
    }

    /// <summary>Runs a command and returns its reply, which may be an error.</summary>
    private RedisReply Reply(byte[][] words)
    {
        ReadOnlyMemory<byte> reply = ReplyReader.WithoutPushes(Ask<byte[]>(answer => _server.Execute(words, answer)));
        return reply.IsEmpty ? RedisReply.Nil : new ReplyReader(reply).Read();
    }

    /// <summary>
    /// Sends a request to the server's thread and waits for the answer. The server has its own thread, so callers that block here cannot keep it from
    /// answering.
    /// </summary>
    private T Ask<T>(Action<TaskCompletionSource<T>> ask)
    {
        RefuseItsOwnThread();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(answer);
        try
        {
            return Task.WaitAny(answer.Task, _server.Ended) == 0 || answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw HasEnded();
        }
        catch (HostRefusedException e)
        {
            throw new EmbeddedRedisException(e.Message, e);
        }
        catch (ReplyTooLargeException e)
        {
            throw new EmbeddedRedisException($"ERR {e.Message}", e);
        }
    }

    private EmbeddedRedisException HasEnded() => new("The embedded Redis has ended.", _server.Ended.Exception?.InnerException!);

    private void RefuseItsOwnThread()
    {
        if (_server.IsOnItsThread)
        {
            throw new InvalidOperationException("A callback of the embedded Redis must not call the server: it would wait for itself.");
        }
    }
}
