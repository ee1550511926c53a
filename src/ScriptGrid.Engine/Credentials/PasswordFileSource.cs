using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Credentials;

/// <summary>
/// A file that contains a password. An empty file is a problem like a missing one; if it is just being written, the problem passes soon.
/// </summary>
internal sealed class PasswordFileSource(string path) : FileSource
{
    private volatile string? _password;
    private string? _before;

    /// <summary>The password; null until it could be read.</summary>
    public string? Password => _password;

    /// <inheritdoc/>
    public override string Name => $"password_file {path}";

    /// <inheritdoc/>
    public override IEnumerable<string> Secrets => new[] { _password, _before }.OfType<string>();

    /// <inheritdoc/>
    public override LookOutcome Read()
    {
        if (SecretReader.TryReadFile(path, out string problem) is not { } read)
        {
            return new LookOutcome(IsChanged: false, problem);
        }

        if (read.Length == 0 || read == _password)
        {
            return new LookOutcome(IsChanged: false, read.Length == 0 ? "it is empty" : null);
        }

        (_before, _password) = (_password, read);
        return new LookOutcome(IsChanged: true) { IsReplaced = _before is not null };
    }
}
