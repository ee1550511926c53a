namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>
/// The barriers against reading or changing something over HTTP. Changing or emptying a followed file may raise a barrier, but never removes one;
/// that requires a restart.
/// </summary>
[Flags]
internal enum WebBarriers
{
    /// <summary>No barrier.</summary>
    None = 0,

    /// <summary>Reading requires a user or a token, and changing at least that.</summary>
    Login = 1,

    /// <summary>A client must show a certificate.</summary>
    Certificate = 2,

    /// <summary>A trusted authority must have signed the certificate that a client shows.</summary>
    Signature = 4,

    /// <summary>That authority must be one of the configured ones; the system's authorities are not trusted.</summary>
    Authority = 8,

    /// <summary>The certificate must be for one of the configured names.</summary>
    Name = 16,
}
