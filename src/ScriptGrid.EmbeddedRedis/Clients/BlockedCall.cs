namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>A command whose client waits until one of some keys has what it needs, or until its time is over.</summary>
internal sealed class BlockedCall
{
    internal required ClientSession Client { get; init; }

    internal required int DatabaseIndex { get; init; }

    internal required IReadOnlyList<byte[]> Keys { get; init; }

    /// <summary>Tries again with the key that has become ready; true once the reply is written.</summary>
    internal required Func<byte[], bool> TryServe { get; init; }

    /// <summary>Writes what the client gets when its time is over.</summary>
    internal required Action WriteTimeout { get; init; }

    /// <summary>How long it waits; zero for ever.</summary>
    internal TimeSpan Duration { get; init; }

    internal ITimer? Timer { get; set; }

    internal required byte[][] Words { get; init; }

    /// <summary>Called once the client has its reply; null until the command has come back without one.</summary>
    internal Action? Ended { get; set; }
}
