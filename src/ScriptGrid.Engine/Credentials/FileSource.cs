namespace ScriptGrid.Engine.Credentials;

/// <summary>A file that is read repeatedly.</summary>
internal abstract class FileSource : CredentialSource
{
    /// <summary>The time between two reads.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Reads the file now, on the caller's thread.</summary>
    public abstract LookOutcome Read();

    /// <inheritdoc/>
    protected override Task<LookOutcome> ReadAsync(Func<TimeSpan> now)
    {
        NextLook = now() + Period;
        return Task.FromResult(Read());
    }
}
