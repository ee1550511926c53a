namespace ScriptGrid.Client.Security;

/// <summary>The result of a look at TLS files.</summary>
internal enum TlsLook
{
    /// <summary>The content is the same as in the previous look.</summary>
    Same,

    /// <summary>The content is new, and in use from now on.</summary>
    Changed,

    /// <summary>The content is new but unusable; the old content stays in use.</summary>
    Refused,

    /// <summary>After unusable content, the files hold the content in use again.</summary>
    Restored,
}
