namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>What keeps others from reading, or from changing something, over HTTP. A file that is changed or emptied may raise one, and takes none away: that needs a restart.</summary>
[Flags]
internal enum WebBarriers
{
    /// <summary>Nothing does.</summary>
    None = 0,

    /// <summary>Reading needs a user or a token, and a change at least that.</summary>
    Login = 1,

    /// <summary>A client has a certificate.</summary>
    Certificate = 2,

    /// <summary>An authority has signed the certificate that a client gives.</summary>
    Signature = 4,

    /// <summary>That authority is one of those that are named, rather than of the system's.</summary>
    Authority = 8,

    /// <summary>The certificate is for one of the names that are listed.</summary>
    Name = 16,
}
