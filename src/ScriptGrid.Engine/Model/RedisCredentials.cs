namespace ScriptGrid.Engine.Model;

/// <summary>What AUTH sends. <see cref="ToString"/> shows no secret.</summary>
/// <param name="Username">The ACL user; null logs in as the default user, with only the password.</param>
/// <param name="Password">The password at the time when the configuration was read; may be empty.</param>
public sealed record RedisCredentials(string? Username, string Password)
{
    /// <summary>Absolute path of the file that the password was read from; null if it does not come from a file of its own.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The program that prints the password; null if there is none.</summary>
    public PasswordCommand? PasswordCommand { get; init; }

    /// <summary>
    /// Absolute path of a file with credentials per target; null if there is none. For a target that the file names, they replace the user and password here.
    /// </summary>
    public string? CredentialsFile { get; init; }

    /// <summary>The target group that the credentials are for, as metrics name it; null if they cannot change without a reload of the configuration.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the credentials come from a source that may change without a reload of the configuration.</summary>
    internal bool IsLive => PasswordFile is not null || PasswordCommand is not null || CredentialsFile is not null;

    /// <summary>Whether both are equal, or come from the same live source (<see cref="IsLive"/>). In the latter case their passwords may differ.</summary>
    internal static bool AreOfOneSource(RedisCredentials? one, RedisCredentials? other) =>
        one == other
        || (one is { IsLive: true } && other is not null && one with { Password = other.Password, Group = other.Group } == other);

    /// <summary>Returns the user name, and never the password.</summary>
    public override string ToString() => $"user {Username ?? "default"}";
}
