using System.Net;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>How an embedded Redis is to be started.</summary>
public sealed record EmbeddedRedisOptions
{
    /// <summary>The address to listen on; 127.0.0.1 by default. Anybody who can reach it and knows the password, if there is one, may use the server.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port to listen on; 0, the default, for any that is free (see <see cref="EmbeddedRedisServer.Port"/>).</summary>
    public int Port { get; init; }

    /// <summary>What clients must give to AUTH or HELLO as the default user; null, the default, for no password. <c>CONFIG SET requirepass</c> changes it later.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Users beside the default one, each as ACL SETUSER takes it, such as <c>app on &gt;secret ~cache:* +@read</c>: the name, and rules with blanks between
    /// them. None by default.
    /// </summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>How many numbered databases there are; 16 by default, as in Redis.</summary>
    public int Databases { get; init; } = 16;

    /// <summary>Whether the DEBUG command works; not by default, as in Redis.</summary>
    public bool EnableDebugCommand { get; init; }

    /// <summary>
    /// Whose time TIME tells, keys expire by and blocked clients wait by; the system's by default. With one that a test moves, such as <c>FakeTimeProvider</c>,
    /// what is due by its new time has happened for whatever is asked next. How long scripts may run is measured by the system's time, whatever stands here.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a script may run before it ends with an error; null, the default, for as long as it likes, as in Redis.</summary>
    public TimeSpan? ScriptTimeLimit { get; init; }

    /// <summary>
    /// The bytes that scripts of this server may hold, with what functions keep between calls and what they add to the data while they run, before they fail with "not enough memory"; 1 GiB by
    /// default. The process may hold twice as much for a while, since garbage is collected later.
    /// </summary>
    public long ScriptMemoryBytes { get; init; } = 1L << 30;

    /// <summary>
    /// The bytes that requests which have come in part and replies on their way may take, of all clients together; 1 GiB by default. A reply that does not
    /// fit is an error, and a client whose request does not fit is closed.
    /// </summary>
    public long BufferMemoryBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Takes one line for each fault of the embedded Redis itself, which costs the client at most its connection, on the server's own thread. Null, the
    /// default: nobody.
    /// </summary>
    public Action<string>? FaultLog { get; init; }

    /// <summary>Takes what scripts log by <c>redis.log</c>, on the server's own thread: the level, from 0 for debugging to 3 for a warning, and the text. Null, the default: nobody.</summary>
    public Action<int, string>? ScriptLog { get; init; }

    /// <summary>Seeds what commands choose by chance, such as RANDOMKEY; null, the default, for another sequence in each run.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>Whether the server's thread waits for sockets itself where the machine lets it, as on Linux; elsewhere .NET's threads do.</summary>
    internal bool WaitsForSockets { get; init; } = true;

    /// <summary>The address and port alone: passwords are nobody's business.</summary>
    public override string ToString() => $"{nameof(EmbeddedRedisOptions)} {{ {nameof(Address)} = {Address}, {nameof(Port)} = {Port} }}";
}
