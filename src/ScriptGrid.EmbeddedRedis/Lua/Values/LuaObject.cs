namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>What a <see cref="LuaValue"/> refers to when it is neither nil, a boolean nor a number.</summary>
internal abstract class LuaObject
{
    internal abstract LuaType Type { get; }

    /// <summary>The number of the last <see cref="HeapWalk"/> that saw it.</summary>
    internal int SeenIn;

    /// <summary>Adds what it refers to.</summary>
    /// <returns>The bytes that it takes itself.</returns>
    internal virtual long Visit(HeapWalk walk) => ObjectBytes.Small;
}

/// <summary>A value without content that scripts can only compare, as <c>cjson.null</c> is.</summary>
internal sealed class LuaLightUserData : LuaObject
{
    /// <summary>The null pointer, which <c>cjson.null</c> is.</summary>
    internal static LuaLightUserData Null { get; } = new();

    internal override LuaType Type => LuaType.LightUserData;
}
