namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>A user who may log in over HTTP.</summary>
/// <param name="Name">The name, which contains no colon.</param>
/// <param name="Secret">The password, either hashed with bcrypt or in plain text.</param>
/// <param name="IsHashed">Whether it is hashed.</param>
internal sealed record WebUser(string Name, string Secret, bool IsHashed = true)
{
    /// <summary>The user's name, never the password.</summary>
    public override string ToString() => Name;
}
