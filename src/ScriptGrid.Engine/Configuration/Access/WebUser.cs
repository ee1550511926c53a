namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>A user who may log in over HTTP.</summary>
/// <param name="Name">The name, which holds no colon.</param>
/// <param name="Secret">The password: hashed by bcrypt, or as it is.</param>
/// <param name="IsHashed">Whether it is hashed.</param>
internal sealed record WebUser(string Name, string Secret, bool IsHashed = true)
{
    /// <summary>The user, and never the password.</summary>
    public override string ToString() => Name;
}
