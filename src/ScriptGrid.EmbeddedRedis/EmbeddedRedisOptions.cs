using System.Net;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>The settings that an embedded Redis starts with.</summary>
public sealed record EmbeddedRedisOptions
{
    /// <summary>The address to listen on; 127.0.0.1 by default. Anybody who can reach it and knows the password, if there is one, may use the server.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port to listen on; 0, the default, for any free port (see <see cref="EmbeddedRedisServer.Port"/>).</summary>
    public int Port { get; init; }

    /// <summary>
    /// The password that clients must give to AUTH or HELLO as the default user; null, the default, for no password. <c>CONFIG SET requirepass</c> changes it
    /// later.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>
    /// Users in addition to the default one; none by default. Each entry is what ACL SETUSER takes: the name and the rules, separated by blanks, for example
    /// <c>app on &gt;secret ~cache:* +@read</c>.
    /// </summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>The number of databases, up to 65,536; 16 by default, as in Redis.</summary>
    public int Databases { get; init; } = 16;

    /// <summary>Whether the DEBUG command is enabled; false by default, as in Redis.</summary>
    public bool EnableDebugCommand { get; init; }

    /// <summary>
    /// The clock for TIME, for the expiry of keys and for the timeouts of blocked clients; the system's clock by default. If a test moves a clock such as
    /// <c>FakeTimeProvider</c> forward, everything that is due by the new time has happened before the next request is answered. The running time of scripts is
    /// always measured by the system's clock.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// How long a script may run before it ends with an error; null, the default, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit, as in Redis.
    /// </summary>
    public TimeSpan? ScriptTimeLimit { get; init; }

    /// <summary>
    /// The most bytes that this server's scripts may hold; 1 GiB by default. The limit includes what functions keep between calls and what scripts add to the
    /// data while they run. A script that exceeds it fails with "not enough memory". The process may hold twice as much for a while, because garbage is
    /// collected later.
    /// </summary>
    public long ScriptMemoryBytes { get; init; } = 1L << 30;

    /// <summary>
    /// The most bytes that partly received requests and unsent replies may take, for all clients together; 1 GiB by default. A reply that does not fit is
    /// replaced by an error. A client whose request does not fit is disconnected.
    /// </summary>
    public long BufferMemoryBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Receives one line for each internal fault of the embedded Redis, on the server's own thread; null, the default, for no log. Such a fault costs the
    /// client at most its connection.
    /// </summary>
    public Action<string>? FaultLog { get; init; }

    /// <summary>
    /// Receives what scripts log with <c>redis.log</c>, on the server's own thread: the level, from 0 (debug) to 3 (warning), and the text. Null, the default,
    /// for no log. If it throws, the script goes on, and <see cref="FaultLog"/> is told.
    /// </summary>
    public Action<int, string>? ScriptLog { get; init; }

    /// <summary>The seed for commands that choose at random, such as RANDOMKEY; null, the default, for a different sequence in each run.</summary>
    public int? RandomSeed { get; init; }

    /// <summary>
    /// Whether the server's thread waits for sockets itself on systems that support it, such as Linux. On other systems, .NET's threads wait.
    /// </summary>
    internal bool WaitsForSockets { get; init; } = true;

    /// <summary>Returns the address and port only, so that no password ends up in a log.</summary>
    public override string ToString() => $"{nameof(EmbeddedRedisOptions)} {{ {nameof(Address)} = {Address}, {nameof(Port)} = {Port} }}";
}
