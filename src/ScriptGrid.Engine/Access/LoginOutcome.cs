namespace ScriptGrid.Engine.Access;

/// <summary>The outcome of a login.</summary>
/// <param name="Role">The role that it grants; <see cref="AccessRole.Anybody"/> if it failed.</param>
/// <param name="Name">The name of the client; empty if the login failed.</param>
/// <param name="Wait">How long logins are not checked; null if this one was.</param>
internal readonly record struct LoginOutcome(AccessRole Role, string Name, TimeSpan? Wait = null)
{
    /// <summary>A digest that recognizes the same <c>Authorization</c> header again; null if the header was not checked.</summary>
    public byte[]? Mark { get; init; }

    /// <summary>A wrong login.</summary>
    public static LoginOutcome Wrong => new(AccessRole.Anybody, "");

    /// <summary>A login that was not checked, because too many had failed before.</summary>
    public static LoginOutcome HeldOff(TimeSpan wait) => new(AccessRole.Anybody, "", wait);
}
