using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>What the server remembers of a client between commands. A client is a connection, a caller in this process, or the scripts.</summary>
internal sealed class ClientSession
{
    internal long Id { get; init; }

    internal int DatabaseIndex { get; set; }

    /// <summary>Whether scripts call as this client. Some commands then refuse to block, and reply in a fixed order.</summary>
    internal bool IsScript { get; init; }

    /// <summary>Whether the effects of its commands are sent to replicas. A script can turn this off.</summary>
    internal bool IsPropagating { get; set; } = true;

    /// <summary>What the client reported about itself as a replica; null for other clients.</summary>
    internal ReplicaLink? Replica { get; set; }

    /// <summary>The client that called the script under way; null if this is not the client of scripts.</summary>
    internal ClientSession? Caller { get; set; }

    /// <summary>Receives replies that are not written by the client's own command; null for scripts.</summary>
    internal RespReply? Reply { get; init; }

    /// <summary>The connection; null for callers in this process and for scripts.</summary>
    internal Connection? Connection { get; init; }

    internal byte[] Name { get; set; } = [];

    /// <summary>The user that the client logged in as. If null, the client may do everything, as callers in this process may.</summary>
    internal AclUser? User { get; set; }

    internal bool IsAuthenticated { get; set; } = true;

    /// <summary>The commands queued since MULTI; null outside of a transaction.</summary>
    internal Transaction? Transaction { get; set; }

    /// <summary>The keys that make EXEC fail if they change.</summary>
    internal List<WatchedKey> Watched { get; } = [];

    internal bool IsWatchBroken { get; set; }

    /// <summary>Whether commands that would block return at once, as in scripts and transactions.</summary>
    internal bool DenyBlocking { get; set; }

    /// <summary>Whether a command of the client is under way. It may be a long script, during which other clients are served.</summary>
    internal bool IsExecuting { get; set; }

    /// <summary>The call that the client waits for; null if it does not wait.</summary>
    internal BlockedCall? Blocked { get; set; }

    /// <summary>Whether EXEC is running its commands now.</summary>
    internal bool IsInExec { get; set; }

    internal ClientReplyMode ReplyMode { get; set; }

    internal Subscriptions Subscriptions { get; } = new();

    internal bool IsMonitor { get; set; }

    /// <summary>The state of CLIENT TRACKING; null if it is off.</summary>
    internal ClientTracking? Tracking { get; set; }

    internal bool IsExemptFromEviction { get; set; }

    /// <summary>The class whose output limits apply. Monitors have the limits of normal clients.</summary>
    internal ClientClass Class => Replica is { IsFollowing: true } ? ClientClass.Replica : Subscriptions.IsEmpty ? ClientClass.Normal : ClientClass.PubSub;

    /// <summary>Since when its output exceeds the soft limit, in milliseconds since 1970; null if it does not.</summary>
    internal long? SoftLimitExceededAt { get; set; }

    /// <summary>The full name of its last command, for CLIENT LIST.</summary>
    internal string LastCommand { get; set; } = "NULL";

    /// <summary>When it connected, in milliseconds since 1970.</summary>
    internal long ConnectedAt { get; init; }

    /// <summary>When it last sent or was sent something, in milliseconds since 1970.</summary>
    internal long ActiveAt { get; set; }

    /// <summary>The words of a command that waits for the end of CLIENT PAUSE; null if there is none.</summary>
    internal byte[][]? Postponed { get; set; }

    /// <summary>Executes what the client sent while it waited.</summary>
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

    /// <summary>Ends the reply mode of a command that has its reply: CLIENT REPLY SKIP silences only the next command.</summary>
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
