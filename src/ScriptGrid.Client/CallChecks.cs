using System.Collections.Immutable;
using System.Text;

namespace ScriptGrid.Client;

/// <summary>Decides whether the arguments of a target's calls are within <see cref="CallLimits"/>. Each method returns what is wrong, or null.</summary>
internal static class CallChecks
{
    /// <summary>Checks a script's name.</summary>
    public static string? Name(string? name) =>
        string.IsNullOrEmpty(name) ? "a script's name is missing"
        : name.Length > CallLimits.MaxNameLength ? $"a script's name must have at most {CallLimits.MaxNameLength} characters"
        : null;

    /// <summary>Checks a script's text.</summary>
    public static string? Body(string? lua) => string.IsNullOrEmpty(lua) || Encoding.UTF8.GetByteCount(lua) > CallLimits.MaxScriptBytes
        ? $"a script's text must have 1 to {CallLimits.MaxScriptBytes} bytes"
        : null;

    /// <summary>Checks KEYS and ARGV of one run together.</summary>
    public static string? Arguments(ImmutableArray<ScriptArgument> keys, ImmutableArray<ScriptArgument> arguments) =>
        Count(keys) + Count(arguments) > CallLimits.MaxArguments ? $"KEYS and ARGV must have at most {CallLimits.MaxArguments} elements in total"
        : Bytes(keys) + Bytes(arguments) > CallLimits.MaxArgumentBytes ? $"KEYS and ARGV must have at most {CallLimits.MaxArgumentBytes} bytes in total"
        : null;

    private static long Count(ImmutableArray<ScriptArgument> arguments) => arguments.IsDefault ? 0 : arguments.Length;

    private static long Bytes(ImmutableArray<ScriptArgument> arguments) =>
        arguments.IsDefault ? 0 : arguments.Sum(static argument => (long)argument.Bytes.Length);
}
