using System.Diagnostics.CodeAnalysis;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The scripts that EVAL and SCRIPT LOAD compiled, by their SHA1.</summary>
internal sealed class ScriptCache
{
    /// <summary>What Redis's own account has for an entry besides the script's text.</summary>
    private const int EntryBytes = 80;

    private readonly Dictionary<ScriptDigest, Script> _scripts = [];

    internal int Count => _scripts.Count;

    internal long MemoryBytes { get; private set; }

    internal void Clear()
    {
        _scripts.Clear();
        MemoryBytes = 0;
    }

    internal bool TryGet(ScriptDigest digest, [NotNullWhen(true)] out Script? script) => _scripts.TryGetValue(digest, out script);

    /// <summary>Finds a script by its SHA1 in hexadecimal digits of any case.</summary>
    internal bool TryGet(ReadOnlySpan<byte> hex, [NotNullWhen(true)] out Script? script)
    {
        script = null;
        return ScriptDigest.TryParse(hex, out var digest) && TryGet(digest, out script);
    }

    /// <summary>Gives the script of this text and compiles it if it is new.</summary>
    /// <returns>The error with its code, or null.</returns>
    internal string? Add(byte[] body, LuaState state, out Script? script)
    {
        var digest = ScriptDigest.Of(body);
        if (TryGet(digest, out script))
        {
            return null;
        }

        if (Shebang.ReadScript(body, out var flags, out int length) is { } problem)
        {
            return $"ERR {problem}";
        }

        try
        {
            script = new Script(digest, body, flags, state.Load(body.AsSpan(length), "@user_script"));
        }
        catch (LuaException e)
        {
            return $"ERR Error compiling script (new function): {e.Message}";
        }

        _scripts.Add(digest, script);
        MemoryBytes += EntryBytes + body.Length;
        return null;
    }
}
