using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A function of a script, with the variables that it captured.</summary>
internal sealed class LuaClosure(Prototype prototype, Cell[] upvalues) : LuaFunction
{
    internal Prototype Prototype { get; } = prototype;

    internal Cell[] Upvalues { get; } = upvalues;

    internal override long Visit(HeapWalk walk)
    {
        foreach (Cell upvalue in Upvalues)
        {
            walk.Add(upvalue);
        }

        return ObjectBytes.Small + ObjectBytes.OfArray(Upvalues.Length * (long)IntPtr.Size) + Prototype.Visit(walk);
    }
}

/// <summary>A captured variable. Its register refers to the cell. Scripts never see a cell as a value.</summary>
internal sealed class Cell(LuaValue value) : LuaObject
{
    internal LuaValue Value = value;

    internal override LuaType Type => LuaType.UserData;

    internal override long Visit(HeapWalk walk)
    {
        walk.Add(Value);
        return ObjectBytes.Small;
    }
}
