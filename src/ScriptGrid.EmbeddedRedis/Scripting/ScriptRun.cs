using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>A script or function under way.</summary>
internal sealed class ScriptRun
{
    /// <summary>The script's SHA1, or the function's name.</summary>
    internal required string Name { get; init; }

    /// <summary>The client that its commands run under.</summary>
    internal required ClientSession Session { get; init; }

    /// <summary>Whether EVAL started it, rather than FCALL.</summary>
    internal required bool IsEval { get; init; }

    internal bool IsReadOnly { get; init; }

    internal bool AllowsOom { get; init; }

    /// <summary>Whether memory was short when it began.</summary>
    internal bool IsOutOfMemory { get; init; }

    /// <summary>The data that its commands change.</summary>
    internal required Keyspace Keyspace { get; init; }

    /// <summary>The bytes of the data when it began.</summary>
    internal required long DataBytesThen { get; init; }

    /// <summary>The words of the call of a function, for FUNCTION STATS; empty for EVAL.</summary>
    internal byte[][] Words { get; init; } = [];

    /// <summary>The timestamp of <see cref="ServerClock.OfScripts"/> when it began.</summary>
    internal long StartedAt { get; init; }

    /// <summary>The protocol that it asked for by <c>redis.setresp</c>.</summary>
    internal int Protocol { get; set; } = 2;

    /// <summary>Whether it has called a command that writes. It then cannot be killed.</summary>
    internal bool HasWritten { get; set; }

    internal bool IsKilled { get; set; }

    /// <summary>Whether it has run for longer than <c>busy-reply-threshold</c>.</summary>
    internal bool IsOverdue { get; set; }

    /// <summary>The error that other clients' commands get in the meantime.</summary>
    internal string BusyMessage => IsEval
        ? "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
        : "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.";
}
