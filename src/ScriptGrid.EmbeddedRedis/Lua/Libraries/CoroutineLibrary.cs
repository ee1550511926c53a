using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The table <c>coroutine</c>.</summary>
internal static class CoroutineLibrary
{
    internal static void Register(LuaState state)
    {
        var table = new LuaTable(0, 6);
        LuaLibraries.Add(
            table,
            ("create", arguments => arguments.Return(Create(arguments))),
            ("resume", Resume),
            ("running", Running),
            ("status", Status),
            ("wrap", Wrap),
            ("yield", arguments => arguments.Yield()));
        state.Globals["coroutine"] = table;
    }

    private static LuaThread Create(Arguments arguments) => arguments[0].AsFunction is LuaClosure function
        ? LuaThread.Create(arguments.State, function)
        : throw arguments.Bad(0, "Lua function expected");

    private static int Resume(Arguments arguments)
    {
        var thread = CheckThread(arguments);
        bool isFine = thread.Resume(arguments.Thread, arguments.From(1), out var results);
        return arguments.Return(isFine, results);
    }

    private static int Wrap(Arguments arguments)
    {
        var thread = Create(arguments);
        return arguments.Return(new NativeFunction("wrap", inner => RunWrapped(inner, thread)) { Kept = [thread] });
    }

    /// <summary>Resumes a coroutine of <c>wrap</c>. Its errors pass to the caller; if an error is text, its position is added.</summary>
    private static int RunWrapped(Arguments arguments, LuaThread thread)
    {
        if (thread.Resume(arguments.Thread, arguments.From(0), out var results))
        {
            return arguments.Return(results);
        }

        var error = results[0];
        var text = error.AsString ?? (error.IsNumber ? LuaNumber.ToLuaString(error.Number) : null);
        arguments.State.ChargeMemory(text?.Length ?? 0);
        throw new LuaException(text is null ? error : new LuaString([.. Encoding.Latin1.GetBytes(arguments.Thread.Where(1)), .. text.Span]));
    }

    private static int Running(Arguments arguments) =>
        arguments.Return(arguments.Thread == arguments.State.MainThread ? LuaValue.Nil : arguments.Thread);

    private static int Status(Arguments arguments) => arguments.Return(CheckThread(arguments).StatusName);

    private static LuaThread CheckThread(Arguments arguments) =>
        arguments[0].Object as LuaThread ?? throw arguments.Bad(0, "coroutine expected");
}
