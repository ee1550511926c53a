using System.Security.Cryptography;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Credentials;

/// <summary>The files of TLS settings.</summary>
internal sealed class TlsFilesSource(TlsContext context) : FileSource
{
    /// <summary>The settings with the content of the files.</summary>
    public TlsContext Context => context;

    /// <inheritdoc/>
    public override string Name => $"tls {string.Join(", ", context.Files)}";

    /// <inheritdoc/>
    public override bool IsLogin => false;

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => [];

    /// <inheritdoc/>
    public override LookOutcome Read()
    {
        try
        {
            bool isChanged = context.Reload();
            return new LookOutcome(isChanged) { IsReplaced = isChanged };
        }
        catch (Exception exception) when (exception is IOException or CryptographicException or ArgumentException)
        {
            return new LookOutcome(IsChanged: false, exception.Message.TrimEnd('.'));
        }
    }
}
