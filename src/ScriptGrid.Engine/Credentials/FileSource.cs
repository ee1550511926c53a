namespace ScriptGrid.Engine.Credentials;

/// <summary>A file that is looked at again and again.</summary>
internal abstract class FileSource : CredentialSource
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Reads it now, on the caller's thread.</summary>
    public abstract LookOutcome Read();

    /// <inheritdoc/>
    protected override Task<LookOutcome> ReadAsync(Func<TimeSpan> now)
    {
        NextLook = now() + Period;
        return Task.FromResult(Read());
    }
}
