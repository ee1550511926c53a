using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The state of CLIENT TRACKING: the client caches values and is notified when they become out of date.</summary>
internal sealed class ClientTracking
{
    internal TrackingModes Modes { get; set; }

    /// <summary>The id of the client that gets the notifications instead; 0 if there is none.</summary>
    internal long RedirectTo { get; set; }

    /// <summary>Whether the client of <see cref="RedirectTo"/> has disconnected.</summary>
    internal bool IsRedirectBroken { get; set; }

    /// <summary>Whether CLIENT CACHING was called for the next command.</summary>
    internal bool IsCachingGiven { get; set; }

    /// <summary>The prefixes of the keys that it is notified of. Used only in broadcasting mode.</summary>
    internal SortedSet<byte[]> Prefixes { get; } = new(ByteOrder.Instance);

    /// <summary>The client's command under way. If it calls a script that reads, the keys passed to the script count as read.</summary>
    internal CommandFacts? Command { get; set; }

    /// <summary>The words of <see cref="Command"/>.</summary>
    internal byte[][] Words { get; set; } = [];

    internal bool IsBroadcasting => Modes.HasFlag(TrackingModes.Broadcast);

    /// <summary>Whether to remember the keys that it reads now.</summary>
    internal bool Remembers =>
        !IsBroadcasting
        && (!Modes.HasFlag(TrackingModes.OptIn) || IsCachingGiven)
        && !(Modes.HasFlag(TrackingModes.OptOut) && IsCachingGiven);
}

/// <summary>The options of CLIENT TRACKING.</summary>
[Flags]
internal enum TrackingModes
{
    None = 0,

    /// <summary>The client is notified of all keys with its prefixes, even if it did not read them.</summary>
    Broadcast = 1,

    /// <summary>Only keys read after CLIENT CACHING YES are remembered.</summary>
    OptIn = 2,

    /// <summary>Keys read after CLIENT CACHING NO are not remembered.</summary>
    OptOut = 4,

    /// <summary>The client is not notified of its own changes.</summary>
    NoLoop = 8,
}
