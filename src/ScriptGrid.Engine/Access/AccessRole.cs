namespace ScriptGrid.Engine.Access;

/// <summary>What a client may do over HTTP. Each role includes those before it.</summary>
internal enum AccessRole
{
    /// <summary>No more than everybody may do.</summary>
    Anybody,

    /// <summary>Read pages, and have a target collected by <c>/scrape</c>.</summary>
    Reader,

    /// <summary>Change something: reload the configuration, or run a script outside its schedule.</summary>
    Admin,
}
