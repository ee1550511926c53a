using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>A command under way.</summary>
internal readonly ref struct CommandCall
{
    /// <summary>All databases of the server. <see cref="Database"/> is the selected one.</summary>
    internal required Keyspace Keyspace { get; init; }

    /// <summary>The caller: a connection's session, or the session that a script runs under.</summary>
    internal required ClientSession Client { get; init; }

    /// <summary>The words, including the command's name: keys and values as they were received. They must not be changed.</summary>
    internal required ReadOnlySpan<byte[]> Words { get; init; }

    internal required IReply Reply { get; init; }

    /// <summary>The database that the client selected.</summary>
    internal Database Database => Keyspace.Databases[Client.DatabaseIndex];

    internal ServerClock Clock => Keyspace.Clock;

    internal Random Random => Keyspace.Random;

    /// <summary>Returns the same call with other words.</summary>
    internal CommandCall With(ReadOnlySpan<byte[]> words) => new() { Keyspace = Keyspace, Client = Client, Words = words, Reply = Reply };
}
