namespace ScriptGrid.Client;

/// <summary>
/// The limits of what one call sends. The client checks them before it sends anything, and the silos check them again. A call of <see cref="ITargetGrain"/>
/// beyond a limit ends with <see cref="CallStatus.InvalidArgument"/>.
/// </summary>
public static class CallLimits
{
    /// <summary>The maximum length of a script's text, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaxScriptBytes = 1024 * 1024;

    /// <summary>The maximum total length of KEYS and ARGV of one run, in bytes: 16 MiB.</summary>
    public const int MaxArgumentBytes = 16 * 1024 * 1024;

    /// <summary>The maximum number of elements that KEYS and ARGV of one run have together.</summary>
    public const int MaxArguments = 1_000_000;

    /// <summary>The maximum length of a target's identity or of a script's name, in characters.</summary>
    public const int MaxNameLength = 4096;
}
