namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>The events for which a metatable may have a metamethod.</summary>
internal enum MetaEvent
{
    Index,
    NewIndex,
    Call,
    Equal,
    Less,
    LessOrEqual,
    Concat,
    Length,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Negate,
    ToString,
    Metatable,
}

/// <summary>The names of metamethods. Each is one object, so that scripts' constants can be the same objects.</summary>
internal static class MetaNames
{
    internal static LuaString[] All { get; } =
        [.. new[]
        {
            "__index", "__newindex", "__call", "__eq", "__lt", "__le", "__concat", "__len", "__add", "__sub", "__mul", "__div", "__mod", "__pow",
            "__unm", "__tostring", "__metatable",
        }.Select(LuaString.FromText)];

    internal static LuaString Of(MetaEvent metaEvent) => All[(int)metaEvent];
}
