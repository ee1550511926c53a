namespace ScriptGrid.Engine.Access;

/// <summary>What somebody may do over HTTP. Each may do what those before may.</summary>
internal enum AccessRole
{
    /// <summary>What everybody may.</summary>
    Anybody,

    /// <summary>Ask for pages, and have a target collected by <c>/scrape</c>.</summary>
    Reader,

    /// <summary>Change something: reload the configuration, or have a script run out of its turn.</summary>
    Admin,
}
