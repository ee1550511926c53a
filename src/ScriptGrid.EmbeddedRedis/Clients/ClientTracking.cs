using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>That a client keeps values of its own, and how it wants to be told which of them are out of date.</summary>
internal sealed class ClientTracking
{
    internal TrackingModes Modes { get; set; }

    /// <summary>The id of the client that is told in its place; 0 for none.</summary>
    internal long RedirectTo { get; set; }

    /// <summary>Whether the client that was to be told is gone.</summary>
    internal bool IsRedirectBroken { get; set; }

    /// <summary>Whether CLIENT CACHING was called for the next command.</summary>
    internal bool IsCachingGiven { get; set; }

    /// <summary>The beginnings of the keys that it is told of; in broadcasting mode alone.</summary>
    internal SortedSet<byte[]> Prefixes { get; } = new(ByteOrder.Instance);

    /// <summary>Its command under way: scripts count as reading the keys that they were called with.</summary>
    internal CommandFacts? Command { get; set; }

    /// <summary>The words of <see cref="Command"/>.</summary>
    internal byte[][] Words { get; set; } = [];

    internal bool IsBroadcasting => Modes.HasFlag(TrackingModes.Broadcast);

    /// <summary>Whether what it reads now is to be remembered.</summary>
    internal bool Remembers =>
        !IsBroadcasting
        && (!Modes.HasFlag(TrackingModes.OptIn) || IsCachingGiven)
        && !(Modes.HasFlag(TrackingModes.OptOut) && IsCachingGiven);
}

/// <summary>What CLIENT TRACKING may be told.</summary>
[Flags]
internal enum TrackingModes
{
    None = 0,

    /// <summary>It is told of all keys with its prefixes, read or not.</summary>
    Broadcast = 1,

    /// <summary>Only what is read after CLIENT CACHING YES is remembered.</summary>
    OptIn = 2,

    /// <summary>What is read after CLIENT CACHING NO is not remembered.</summary>
    OptOut = 4,

    /// <summary>It is not told of what it changes itself.</summary>
    NoLoop = 8,
}
