namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The tokens of JSON. Errors use lua-cjson's names for them.</summary>
internal enum CJsonToken
{
    ObjectBegin,
    ObjectEnd,
    ArrayBegin,
    ArrayEnd,
    String,
    Number,
    Boolean,
    Null,
    Colon,
    Comma,
    End,
    Error,
}

/// <summary>The names of tokens.</summary>
internal static class CJsonTokenNames
{
    private static readonly string[] Names =
        ["T_OBJ_BEGIN", "T_OBJ_END", "T_ARR_BEGIN", "T_ARR_END", "T_STRING", "T_NUMBER", "T_BOOLEAN", "T_NULL", "T_COLON", "T_COMMA", "T_END", "T_ERROR"];

    internal static string Name(this CJsonToken token) => Names[(int)token];
}
