using System.Net.Security;

namespace ScriptGrid.Engine.Redis;

/// <summary>TLS over a <see cref="PolledStream"/>.</summary>
internal sealed class PolledTls(PolledStream inner) : SslStream(inner, leaveInnerStreamOpen: false)
{
    /// <summary>The stream below.</summary>
    public PolledStream Inner => inner;

    /// <summary>Whether the last read filled its buffer, so that more bytes may be there that were already received.</summary>
    public bool MayHoldMore { get; set; }
}
