using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>One command under way.</summary>
internal readonly ref struct CommandCall
{
    /// <summary>The databases of the server; <see cref="Database"/> is the one that is meant.</summary>
    internal required Keyspace Keyspace { get; init; }

    /// <summary>Who calls: a connection's session, or the session that a script runs under.</summary>
    internal required ClientSession Client { get; init; }

    /// <summary>The words, the command's name included: keys and values as they came, never to be changed.</summary>
    internal required ReadOnlySpan<byte[]> Words { get; init; }

    internal required IReply Reply { get; init; }

    /// <summary>The database that the client selected.</summary>
    internal Database Database => Keyspace.Databases[Client.DatabaseIndex];

    internal ServerClock Clock => Keyspace.Clock;

    internal Random Random => Keyspace.Random;

    /// <summary>The same call with other words.</summary>
    internal CommandCall With(ReadOnlySpan<byte[]> words) => new() { Keyspace = Keyspace, Client = Client, Words = words, Reply = Reply };
}
