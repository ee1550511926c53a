namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>Counts error replies for INFO, and notes whether the current command has failed.</summary>
internal sealed class ErrorStatistics
{
    private const int LongestCode = 30;

    private readonly Dictionary<string, long> _byCode = new(StringComparer.Ordinal);
    private bool _failed;

    internal long Replies { get; private set; }

    /// <summary>The number of replies for each error code.</summary>
    internal IReadOnlyDictionary<string, long> ByCode => _byCode;

    /// <summary>
    /// Counts an error reply under its code, which is its first word, or under ERR if there is only one word or the code is too long. Call it once for each
    /// error, where the error arises.
    /// </summary>
    internal void Count(string message)
    {
        _failed = true;
        Replies++;
        int end = message.IndexOf(' ', StringComparison.Ordinal);
        string code = end is < 0 or > LongestCode ? "ERR" : message[..end];
        _byCode[code] = _byCode.GetValueOrDefault(code) + 1;
    }

    /// <summary>Notes that the current command failed with an error that is already counted.</summary>
    internal void MarkFailed() => _failed = true;

    /// <summary>Whether a command has failed since <see cref="TakeFailed"/> was last called.</summary>
    internal bool HasFailed => _failed;

    /// <summary>Returns whether a command has failed since the last call, and clears that note.</summary>
    internal bool TakeFailed()
    {
        bool failed = _failed;
        _failed = false;
        return failed;
    }

    internal void Reset()
    {
        Replies = 0;
        _byCode.Clear();
    }
}
