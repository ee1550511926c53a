using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>A compiled script of the cache.</summary>
internal sealed class Script(ScriptDigest digest, ScriptFlags flags, LuaFunction function)
{
    /// <summary>The SHA1 as forty lower-case hexadecimal digits.</summary>
    internal string Name { get; } = digest.ToString();

    internal ScriptFlags Flags { get; } = flags;

    internal LuaFunction Function { get; } = function;
}
