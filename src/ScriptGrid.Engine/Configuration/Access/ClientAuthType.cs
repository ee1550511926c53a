namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>What a server asks of a client's certificate, under the names that Go has for it.</summary>
internal enum ClientAuthType
{
    /// <summary>None is asked for.</summary>
    NoClientCert,

    /// <summary>One is asked for; any is taken, and so is none.</summary>
    RequestClientCert,

    /// <summary>Any one must be there; nobody checks who signed it.</summary>
    RequireAnyClientCert,

    /// <summary>Where one is given, a trusted authority must have signed it.</summary>
    VerifyClientCertIfGiven,

    /// <summary>One must be there, and a trusted authority have signed it.</summary>
    RequireAndVerifyClientCert,
}
