namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What INFO counts since the start or since <c>CONFIG RESETSTAT</c>.</summary>
internal sealed class ServerStatistics
{
    private const int LongestCode = 30;

    internal long CommandsProcessed { get; set; }

    internal long ConnectionsReceived { get; set; }

    internal long ConnectionsRejected { get; set; }

    internal long InputBytes { get; set; }

    internal long OutputBytes { get; set; }

    internal long ReadsProcessed { get; set; }

    internal long WritesProcessed { get; set; }

    internal long ErrorReplies { get; private set; }

    internal long AclDeniedAuthentications { get; set; }

    /// <summary>How often each error code was replied.</summary>
    internal SortedDictionary<string, long> Errors { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an error was written since <see cref="TakeFailed"/> was last asked: how a command's failure is noticed.</summary>
    private bool _failed;

    /// <summary>Counts an error reply under its code, the first word; under ERR where there is but one word, or a long one. Each error is counted once, where it arises.</summary>
    internal void CountError(string message)
    {
        _failed = true;
        ErrorReplies++;
        int end = message.IndexOf(' ', StringComparison.Ordinal);
        string code = end is < 0 or > LongestCode ? "ERR" : message[..end];
        Errors[code] = Errors.GetValueOrDefault(code) + 1;
    }

    /// <summary>The command under way failed by an error that was counted before.</summary>
    internal void MarkFailed() => _failed = true;

    /// <summary>Whether the command that just ended replied an error of its own.</summary>
    internal bool TakeFailed()
    {
        bool failed = _failed;
        _failed = false;
        return failed;
    }

    internal void Reset()
    {
        CommandsProcessed = ConnectionsReceived = ConnectionsRejected = InputBytes = OutputBytes = 0;
        ReadsProcessed = WritesProcessed = ErrorReplies = AclDeniedAuthentications = 0;
        Errors.Clear();
    }
}
