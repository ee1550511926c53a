namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>A command whose client waits until one of several keys has what it needs, or until its timeout.</summary>
internal sealed class BlockedCall
{
    internal required ClientSession Client { get; init; }

    internal required int DatabaseIndex { get; init; }

    internal required IReadOnlyList<byte[]> Keys { get; init; }

    /// <summary>Tries again with the key that has become ready. Returns true once the reply is written.</summary>
    internal required Func<byte[], bool> TryServe { get; init; }

    /// <summary>Writes the reply that the client gets on timeout.</summary>
    internal required Action WriteTimeout { get; init; }

    /// <summary>How long it waits; zero means forever.</summary>
    internal TimeSpan Duration { get; init; }

    internal ITimer? Timer { get; set; }

    internal required byte[][] Words { get; init; }

    /// <summary>Called when the client has its reply. Null until the command has returned without a reply.</summary>
    internal Action? Ended { get; set; }
}
