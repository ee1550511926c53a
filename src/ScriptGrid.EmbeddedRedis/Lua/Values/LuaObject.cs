namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>An object that a <see cref="LuaValue"/> can refer to. Nil, booleans and numbers are not objects.</summary>
internal abstract class LuaObject
{
    internal abstract LuaType Type { get; }

    /// <summary>The number of the last <see cref="HeapWalk"/> that saw it.</summary>
    internal int SeenIn;

    /// <summary>Adds the values that it refers to.</summary>
    /// <returns>The bytes that the object itself takes.</returns>
    internal virtual long Visit(HeapWalk walk) => ObjectBytes.Small;
}

/// <summary>A value without content, which scripts can only compare, like <c>cjson.null</c>.</summary>
internal sealed class LuaLightUserData : LuaObject
{
    /// <summary>The null pointer, which is the value of <c>cjson.null</c>.</summary>
    internal static LuaLightUserData Null { get; } = new();

    internal override LuaType Type => LuaType.LightUserData;
}
