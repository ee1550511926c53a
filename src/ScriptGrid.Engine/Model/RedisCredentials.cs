namespace ScriptGrid.Engine.Model;

/// <summary>What AUTH sends. Printing it shows no secret.</summary>
/// <param name="Username">The ACL user; null logs in as the default user, with the password alone.</param>
/// <param name="Password">The password, as of when the configuration was read; may be empty.</param>
public sealed record RedisCredentials(string? Username, string Password)
{
    /// <summary>Absolute path of the file that the password was read from; null for one that was written elsewhere.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The program that gives the password; null where none does.</summary>
    public PasswordCommand? PasswordCommand { get; init; }

    /// <summary>
    /// Absolute path of a file of credentials by target. What it says of a target stands before user and password here, which are for targets that it does
    /// not name; null where there is none.
    /// </summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The group of targets that they are for, as metrics name it; null where they cannot change while the configuration stays.</summary>
    public string? Group { get; init; }

    /// <summary>Whether they come from where they may change while the configuration stays.</summary>
    internal bool IsLive => PasswordFile is not null || PasswordCommand is not null || CredentialsFile is not null;

    /// <summary>Whether both are the same, or come from the same place and may differ in what was there at the time.</summary>
    internal static bool AreOfOneSource(RedisCredentials? one, RedisCredentials? other) =>
        one == other
        || (one is { IsLive: true } && other is not null && one with { Password = other.Password, Group = other.Group } == other);

    /// <summary>The user name, and never the password.</summary>
    public override string ToString() => $"user {Username ?? "default"}";
}
