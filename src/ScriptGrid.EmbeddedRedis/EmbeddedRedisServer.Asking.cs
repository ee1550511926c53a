using System.Text;

namespace ScriptGrid.EmbeddedRedis;

/// <content>What the process that holds the server may ask of it directly.</content>
public sealed partial class EmbeddedRedisServer
{
    /// <summary>
    /// Carries out one command on behalf of this process, whatever passwords and users there are, and returns the reply. All such commands come from one client, for
    /// which SELECT, MULTI and HELLO hold on. Commands that would wait come back at once.
    /// </summary>
    /// <param name="command">The command's name, such as <c>SET</c>.</param>
    /// <param name="arguments">What follows: <c>Execute("SET", "visits", 5)</c>.</param>
    /// <exception cref="EmbeddedRedisException">The command failed, with Redis's message; or the server has ended.</exception>
    public RedisReply Execute(string command, params RedisArgument[] arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(arguments);
        return Execute([Encoding.UTF8.GetBytes(command), .. arguments.Select(static argument => argument.Bytes.ToArray())]);
    }

    /// <summary>Runs a Lua script by EVAL, as <see cref="Execute(string, RedisArgument[])"/> does.</summary>
    /// <param name="script">The text of the script.</param>
    /// <param name="keys">What it finds in <c>KEYS</c>; nothing by default.</param>
    /// <param name="arguments">What it finds in <c>ARGV</c>; nothing by default.</param>
    /// <returns>What the script returned.</returns>
    /// <exception cref="EmbeddedRedisException">The script does not compile or failed, with Redis's message; or the server has ended.</exception>
    public RedisReply Evaluate(string script, IEnumerable<RedisArgument>? keys = null, IEnumerable<RedisArgument>? arguments = null)
    {
        ArgumentNullException.ThrowIfNull(script);
        RedisArgument[] given = [.. keys ?? []];
        return Execute("EVAL", [script, given.Length, .. given, .. arguments ?? []]);
    }

    /// <summary>
    /// Carries out commands as <c>redis-cli</c> takes them, one a line: <c>RPUSH queue "first job" 2</c>. Empty lines and lines that begin with <c>#</c> do
    /// nothing. It ends with the first that fails.
    /// </summary>
    /// <exception cref="EmbeddedRedisException">A line cannot be read, or its command failed: the message begins with <c>line 3:</c>.</exception>
    public void Seed(string commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        foreach ((int line, List<byte[]>? words) in SeedLines.Read(Encoding.UTF8.GetBytes(commands)))
        {
            try
            {
                Execute([.. words ?? throw new EmbeddedRedisException(SeedLines.BadQuotes)]);
            }
            catch (EmbeddedRedisException e)
            {
                throw new EmbeddedRedisException($"line {line}: {e.Message}", e);
            }
        }
    }

    /// <summary>Removes all keys of all databases, as FLUSHALL does. Scripts, functions, users and parameters stay.</summary>
    /// <exception cref="EmbeddedRedisException">The server has ended.</exception>
    public void FlushAll() => Ask<bool>(_server.FlushAll);

    /// <summary>The keys and values of a database, as they are between two commands. Nothing is touched by the look.</summary>
    /// <param name="database">The database's number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such database.</exception>
    /// <exception cref="EmbeddedRedisException">The server has ended.</exception>
    public RedisSnapshot Snapshot(int database = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(database);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(database, _options.Databases);
        return Ask<RedisSnapshot>(answer => _server.Read(keyspace => SnapshotReader.Read(keyspace.Databases[database]), answer));
    }

    /// <summary>The reply of a command as RESP2; an error is a reply too, and begins with <c>-</c>.</summary>
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
        return reply.Task.IsCompleted ? await reply.Task.ConfigureAwait(false) : throw HasEnded();
    }

    private RedisReply Execute(byte[][] words)
    {
        byte[] bytes = Ask<byte[]>(answer => _server.Execute(words, answer));
        RedisReply reply = bytes.Length == 0 ? RedisReply.Nil : new ReplyReader(bytes).Read();
        return reply.Kind == RedisReplyKind.Error ? throw new EmbeddedRedisException(reply.AsText()!) : reply;
    }

    /// <summary>Asks the server's thread and waits: it is a thread of its own, so that nothing that waits here can keep it from answering.</summary>
    private T Ask<T>(Action<TaskCompletionSource<T>> ask)
    {
        RefuseItsOwnThread();
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        ask(answer);
        return Task.WaitAny(answer.Task, _server.Ended) == 0 || answer.Task.IsCompleted ? answer.Task.GetAwaiter().GetResult() : throw HasEnded();
    }

    private EmbeddedRedisException HasEnded() => new("The embedded Redis has ended.", _server.Ended.Exception?.InnerException!);

    private void RefuseItsOwnThread()
    {
        if (_server.IsOnItsThread)
        {
            throw new InvalidOperationException("A callback of the embedded Redis asks it for something: it would wait for itself.");
        }
    }
}
