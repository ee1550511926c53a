using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>What the server remembers of a client between its commands: of a connection, of a caller in this process, or of the scripts.</summary>
internal sealed class ClientSession
{
    internal long Id { get; init; }

    internal int DatabaseIndex { get; set; }

    /// <summary>Whether a script calls: some commands then refuse to block, and reply in a fixed order.</summary>
    internal bool IsScript { get; init; }

    /// <summary>Whether replicas are told of what its commands do; a script may forbid it.</summary>
    internal bool IsPropagating { get; set; } = true;

    /// <summary>What it said of itself as a replica; null for others.</summary>
    internal ReplicaLink? Replica { get; set; }

    /// <summary>The client that called the script under way; null for clients that are no scripts.</summary>
    internal ClientSession? Caller { get; set; }

    /// <summary>Where the replies go that no command of its own asks for; null for scripts.</summary>
    internal RespReply? Reply { get; init; }

    /// <summary>Null for callers in this process and for scripts.</summary>
    internal Connection? Connection { get; init; }

    internal byte[] Name { get; set; } = [];

    /// <summary>Whom the client logged in as; null may do everything, as callers in this process do.</summary>
    internal AclUser? User { get; set; }

    internal bool IsAuthenticated { get; set; } = true;

    /// <summary>What was queued since MULTI; null outside of a transaction.</summary>
    internal Transaction? Transaction { get; set; }

    /// <summary>The keys whose change makes EXEC fail.</summary>
    internal List<WatchedKey> Watched { get; } = [];

    internal bool IsWatchBroken { get; set; }

    /// <summary>Whether commands that would wait come back at once: in scripts and transactions.</summary>
    internal bool DenyBlocking { get; set; }

    /// <summary>Whether a command of the client is under way, such as a script in whose middle others are served.</summary>
    internal bool IsExecuting { get; set; }

    /// <summary>What the client waits for; null if it does not.</summary>
    internal BlockedCall? Blocked { get; set; }

    /// <summary>Whether its commands run from EXEC just now.</summary>
    internal bool IsInExec { get; set; }

    internal ClientReplyMode ReplyMode { get; set; }

    internal Subscriptions Subscriptions { get; } = new();

    internal bool IsMonitor { get; set; }

    /// <summary>What it keeps of keys; null if it does not, or does not tell.</summary>
    internal ClientTracking? Tracking { get; set; }

    internal bool IsExemptFromEviction { get; set; }

    /// <summary>Whose limits of output are its own. Those of monitors are those of others.</summary>
    internal ClientClass Class => Replica is { IsFollowing: true } ? ClientClass.Replica : Subscriptions.IsEmpty ? ClientClass.Normal : ClientClass.PubSub;

    /// <summary>Since when its soft limit of output is exceeded, in milliseconds since 1970; null if it is not.</summary>
    internal long? SoftLimitExceededAt { get; set; }

    /// <summary>The last command's full name, for CLIENT LIST.</summary>
    internal string LastCommand { get; set; } = "NULL";

    /// <summary>When it connected, in milliseconds since 1970.</summary>
    internal long ConnectedAt { get; init; }

    /// <summary>When it last sent something, in milliseconds since 1970.</summary>
    internal long ActiveAt { get; set; }

    /// <summary>A command that waits for the end of CLIENT PAUSE.</summary>
    internal byte[][]? Postponed { get; set; }

    /// <summary>Executes what the client sent while it had to wait.</summary>
    internal Action Proceed { get; set; } = static () => { };

    /// <summary>The protocol version of its replies.</summary>
    internal int Protocol
    {
        get => Reply?.Protocol ?? 2;
        set
        {
            if (Reply is not null)
            {
                Reply.Protocol = value;
            }
        }
    }

    /// <summary>Once a command has its reply: SKIP silences the one after it.</summary>
    internal void EndReplyMode()
    {
        Reply!.Output.IsMuted = false;
        ReplyMode = ReplyMode switch
        {
            ClientReplyMode.SkipNext => ClientReplyMode.Skip,
            ClientReplyMode.Skip => ClientReplyMode.On,
            ClientReplyMode mode => mode,
        };
    }
}
