using System.Net;

namespace ScriptGrid.EmbeddedRedis;

/// <summary>How an embedded Redis is to be started.</summary>
public sealed record EmbeddedRedisOptions
{
    /// <summary>The address to listen on; 127.0.0.1 by default. Anybody who can reach it and knows the password, if there is one, may use the server.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port to listen on; 0, the default, for any that is free (see <see cref="EmbeddedRedisServer.EndPoint"/>).</summary>
    public int Port { get; init; }

    /// <summary>What clients must give to AUTH or HELLO as the default user; null, the default, for no password. <c>CONFIG SET requirepass</c> changes it later.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the DEBUG command works; not by default, as in Redis.</summary>
    public bool EnableDebugCommand { get; init; }

    /// <summary>Whose time keys expire by, scripts are timed by and blocked clients wait by; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a script may run before it ends with an error; null, the default, for as long as it likes, as in Redis.</summary>
    public TimeSpan? ScriptTimeLimit { get; init; }

    /// <summary>The bytes that a script may hold before it fails with "not enough memory"; 1 GiB by default.</summary>
    public long ScriptMemoryBytes { get; init; } = 1L << 30;

    /// <summary>Takes what scripts log by <c>redis.log</c>, on the server's own thread: the level, from 0 for debugging to 3 for a warning, and the text. Null, the default: nobody.</summary>
    public Action<int, string>? ScriptLog { get; init; }

    /// <summary>Seeds what commands choose by chance, such as RANDOMKEY; null, the default, for another sequence in each run.</summary>
    public int? RandomSeed { get; init; }
}
