using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Credentials;

/// <summary>A file of credentials for many targets.</summary>
internal sealed class CredentialsFileSource(string path) : FileSource
{
    private volatile CredentialsFile? _file;
    private string[] _passwords = [];
    private string[] _before = [];

    /// <summary>The content of the file; null until it could be read.</summary>
    public CredentialsFile? File => _file;

    /// <inheritdoc/>
    public override string Name => $"credentials_file {path}";

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => _passwords.Concat(_before).Distinct();

    /// <inheritdoc/>
    public override LookOutcome Read()
    {
        if (CredentialsFile.Load(path, out string problem) is not { } read)
        {
            return new LookOutcome(IsChanged: false, problem);
        }

        if (_file is { } known && known.SaysTheSameAs(read))
        {
            return new LookOutcome(IsChanged: false);
        }

        bool isReplaced = _file is not null;
        (_before, _passwords, _file) = (_passwords, [.. read.Passwords], read);
        return new LookOutcome(IsChanged: true) { IsReplaced = isReplaced };
    }
}
