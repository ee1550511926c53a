using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>Compiles a library and runs its body, which registers its functions.</summary>
internal static class FunctionLoader
{
    private const string Engine = "LUA";

    /// <returns>The error with its code, or null if the library was loaded.</returns>
    internal static string? Load(ScriptEngine engine, byte[] code, out FunctionLibrary? library, Func<string, bool> isTaken)
    {
        library = null;
        string? problem = Shebang.ReadLibrary(code, out string language, out string name, out int length);
        if (problem is not null)
        {
            return $"ERR {problem}";
        }

        if (!FunctionLibrary.IsName(name))
        {
            return "ERR Library names can only contain letters, numbers, or underscores(_) and must be at least one character long";
        }

        if (!language.Equals(Engine, StringComparison.OrdinalIgnoreCase))
        {
            return $"ERR Engine '{language}' not found";
        }

        if (isTaken(name))
        {
            return $"ERR Library '{name}' already exists";
        }

        library = new FunctionLibrary(name, code);
        problem = Run(engine, library, code.AsMemory(length));
        return problem ?? (library.Functions.Count == 0 ? "ERR No functions registered" : null);
    }

    private static string? Run(ScriptEngine engine, FunctionLibrary library, ReadOnlyMemory<byte> body)
    {
        try
        {
            engine.FunctionUniverse.State.BeginRun();
            var main = engine.FunctionUniverse.State.Load(body, "user_function");
            return engine.RunLibrary(library, main) is { } error ? $"ERR Error registering functions: {error.Message}" : null;
        }
        catch (LuaSyntaxException e)
        {
            return $"ERR Error compiling function: {e.Text.ToText()}";
        }
        catch (LuaException e)
        {
            return ScriptError.Of(e.Value).Message;
        }
    }
}
