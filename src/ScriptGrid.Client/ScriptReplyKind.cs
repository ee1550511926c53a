namespace ScriptGrid.Client;

/// <summary>The kind of a value in a reply, in the terms of RESP3. Over RESP2, as before Redis 6, only the first six occur.</summary>
[GenerateSerializer]
[Alias("sg.script-reply-kind")]
public enum ScriptReplyKind
{
    /// <summary>No value: Lua's <c>nil</c> and <c>false</c>.</summary>
    Nil = 0,

    /// <summary>A whole number. Redis converts Lua numbers to this, and cuts off their fraction.</summary>
    Integer = 1,

    /// <summary>A string of bytes.</summary>
    Text = 2,

    /// <summary>A status, such as <c>OK</c>.</summary>
    Status = 3,

    /// <summary>An error inside an array or a map. If the whole reply is an error, the call fails instead.</summary>
    Error = 4,

    /// <summary>An ordered list of elements. A set becomes an array too.</summary>
    Array = 5,

    /// <summary>A double.</summary>
    Double = 6,

    /// <summary>True or false.</summary>
    Boolean = 7,

    /// <summary>Alternating keys and values.</summary>
    Map = 8,

    /// <summary>A whole number of any size, as its digits.</summary>
    BigNumber = 9,
}
