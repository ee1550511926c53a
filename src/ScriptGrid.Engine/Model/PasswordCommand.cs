using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>A program whose output is a password that is valid for a limited time.</summary>
/// <param name="Arguments">The program and its arguments, passed as they are, without a shell.</param>
/// <param name="Ttl">How long a password from the program is valid.</param>
public sealed record PasswordCommand(ImmutableArray<string> Arguments, TimeSpan Ttl)
{
    /// <summary>How long passwords are valid by default.</summary>
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

    /// <summary>Returns the program, and never its arguments, since one may be a secret.</summary>
    public override string ToString() => $"password_command {Arguments[0]}";
}
