using System.Diagnostics.CodeAnalysis;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The scripts compiled by EVAL and SCRIPT LOAD, by their SHA1.</summary>
internal sealed class ScriptCache
{
    /// <summary>The bytes that Redis itself counts for an entry in addition to the script's text.</summary>
    private const int EntryBytes = 80;

    private readonly Dictionary<ScriptDigest, Script> _scripts = [];

    /// <summary>The word by which a script was last found, and that script. Each EVAL looks it up twice: before it starts and when it starts.</summary>
    private byte[]? _lastWord;
    private Script? _lastScript;

    internal int Count => _scripts.Count;

    internal long MemoryBytes { get; private set; }

    internal void Clear()
    {
        _scripts.Clear();
        (_lastWord, _lastScript) = (null, null);
        MemoryBytes = 0;
    }

    /// <summary>Finds a script by its SHA1 in hexadecimal digits, ignoring case.</summary>
    internal bool TryGet(byte[] hex, [NotNullWhen(true)] out Script? script)
    {
        if (ReferenceEquals(hex, _lastWord))
        {
            script = _lastScript!;
            return true;
        }

        script = null;
        return ScriptDigest.TryParse(hex, out var digest) && _scripts.TryGetValue(digest, out script) && Remember(hex, script);
    }

    /// <summary>Finds a script by its text, without compiling it.</summary>
    internal bool TryGetByBody(byte[] body, [NotNullWhen(true)] out Script? script)
    {
        if (ReferenceEquals(body, _lastWord))
        {
            script = _lastScript!;
            return true;
        }

        return _scripts.TryGetValue(ScriptDigest.Of(body), out script) && Remember(body, script);
    }

    /// <summary>Returns the script with this text, and compiles it if it is new.</summary>
    /// <returns>The error with its code, or null if there is none.</returns>
    internal string? Add(byte[] body, LuaState state, out Script? script)
    {
        if (TryGetByBody(body, out script))
        {
            return null;
        }

        if (Shebang.ReadScript(body, out var flags, out int length) is { } problem)
        {
            return $"ERR {problem}";
        }

        try
        {
            state.BeginRun();
            var digest = ScriptDigest.Of(body);
            script = new Script(digest, flags, state.Load(body.AsMemory(length), "user_script"));
            _scripts.Add(digest, script);
        }
        catch (LuaSyntaxException e)
        {
            return $"ERR Error compiling script (new function): {e.Text.ToText()}";
        }
        catch (LuaException e)
        {
            return ScriptError.Of(e.Value).In("new function").Message;
        }

        MemoryBytes += EntryBytes + body.Length;
        return null;
    }

    private bool Remember(byte[] word, Script script)
    {
        (_lastWord, _lastScript) = (word, script);
        return true;
    }
}
