namespace ScriptGrid.Client.Security;

/// <summary>What a look at files of TLS found.</summary>
internal enum TlsLook
{
    /// <summary>What the look before found.</summary>
    Same,

    /// <summary>Others, which are in use from now on.</summary>
    Changed,

    /// <summary>Others that are of no use; those before stay in use.</summary>
    Refused,

    /// <summary>Those in use again, after some of no use.</summary>
    Restored,
}
