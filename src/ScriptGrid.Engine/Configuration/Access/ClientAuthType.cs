namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>What a server requires of client certificates, with Go's names.</summary>
internal enum ClientAuthType
{
    /// <summary>No certificate is requested.</summary>
    NoClientCert,

    /// <summary>A certificate is requested, but any is accepted, and so is none.</summary>
    RequestClientCert,

    /// <summary>A certificate is required, but its issuer is not verified.</summary>
    RequireAnyClientCert,

    /// <summary>A certificate is optional; if given, a trusted authority must have signed it.</summary>
    VerifyClientCertIfGiven,

    /// <summary>A certificate is required, and a trusted authority must have signed it.</summary>
    RequireAndVerifyClientCert,
}
