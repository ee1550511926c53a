namespace ScriptGrid.EmbeddedRedis.Resp;

/// <summary>The errors that were replied, as INFO counts them, and whether the command under way replied one.</summary>
internal sealed class ErrorStatistics
{
    private const int LongestCode = 30;

    private readonly Dictionary<string, long> _byCode = new(StringComparer.Ordinal);
    private bool _failed;

    internal long Replies { get; private set; }

    /// <summary>How often each error code was replied.</summary>
    internal IReadOnlyDictionary<string, long> ByCode => _byCode;

    /// <summary>Counts an error reply under its code, the first word; under ERR where there is but one word, or a long one. Each error is counted once, where it arises.</summary>
    internal void Count(string message)
    {
        _failed = true;
        Replies++;
        int end = message.IndexOf(' ', StringComparison.Ordinal);
        string code = end is < 0 or > LongestCode ? "ERR" : message[..end];
        _byCode[code] = _byCode.GetValueOrDefault(code) + 1;
    }

    /// <summary>The command under way failed by an error that was counted before.</summary>
    internal void MarkFailed() => _failed = true;

    /// <summary>Whether an error was written since <see cref="TakeFailed"/> was last asked.</summary>
    internal bool HasFailed => _failed;

    /// <summary>Whether an error was written since this was last asked: how a command's failure is noticed.</summary>
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
