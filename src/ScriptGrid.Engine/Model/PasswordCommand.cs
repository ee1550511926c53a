using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>A program whose output is a password for a time.</summary>
/// <param name="Arguments">The program and its arguments, as they are; no shell reads them.</param>
/// <param name="Ttl">How long a password that it gave is good for.</param>
public sealed record PasswordCommand(ImmutableArray<string> Arguments, TimeSpan Ttl)
{
    /// <summary>How long passwords are good for where nothing is said.</summary>
    public static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public bool Equals(PasswordCommand? other) =>
        other is not null && Ttl == other.Ttl && Arguments.SequenceEqual(other.Arguments, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Ttl);
        foreach (string argument in Arguments)
        {
            hash.Add(argument, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The program, and never its arguments, of which one may be a secret.</summary>
    public override string ToString() => $"password_command {Arguments[0]}";
}
