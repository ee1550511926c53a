using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>A function that a library registered.</summary>
internal sealed record Function(string Name, LuaFunction Callback, ScriptFlags Flags, LuaString? Description);

/// <summary>A library of functions.</summary>
internal sealed class FunctionLibrary(string name, byte[] code)
{
    private readonly Dictionary<string, Function> _functions = new(StringComparer.Ordinal);

    internal string Name { get; } = name;

    internal byte[] Code { get; } = code;

    internal IReadOnlyCollection<Function> Functions => _functions.Values;

    internal bool TryAdd(Function function) => _functions.TryAdd(function.Name, function);

    /// <summary>Whether a name is allowed for libraries and functions.</summary>
    internal static bool IsName(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
