namespace ScriptGrid.Engine.Access;

/// <summary>What became of a login.</summary>
/// <param name="Role">What it allows; <see cref="AccessRole.Anybody"/> where it failed.</param>
/// <param name="Name">Who it is; empty where it failed.</param>
/// <param name="Wait">How long none is looked at; null where this one was.</param>
internal readonly record struct LoginOutcome(AccessRole Role, string Name, TimeSpan? Wait = null)
{
    /// <summary>Tells again the header that it came by; null before it was looked at.</summary>
    public byte[]? Mark { get; init; }

    /// <summary>It is wrong.</summary>
    public static LoginOutcome Wrong => new(AccessRole.Anybody, "");

    /// <summary>It was not looked at, since too many failed before.</summary>
    public static LoginOutcome HeldOff(TimeSpan wait) => new(AccessRole.Anybody, "", wait);
}
