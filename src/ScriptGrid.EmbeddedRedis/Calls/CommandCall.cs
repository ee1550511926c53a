using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Calls;

/// <summary>One command under way.</summary>
internal readonly ref struct CommandCall
{
    internal required RedisServer Server { get; init; }

    /// <summary>Who calls: a connection's session, or the session that a script runs under.</summary>
    internal required ClientSession Client { get; init; }

    /// <summary>The words, the command's name included: keys and values as they came, never to be changed.</summary>
    internal required ReadOnlySpan<byte[]> Words { get; init; }

    internal required IReply Reply { get; init; }

    /// <summary>The database that the client selected.</summary>
    internal Database Database => Server.Databases[Client.DatabaseIndex];
}
