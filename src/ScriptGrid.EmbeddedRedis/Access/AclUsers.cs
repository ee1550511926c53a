using System.Text;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>The users of a server. A user named <c>default</c> always exists; connections belong to it until they log in.</summary>
internal sealed class AclUsers
{
    private readonly Dictionary<string, AclUser> _byName = new(StringComparer.Ordinal);

    internal AclUsers()
    {
        Default = New("default");
        foreach (string rule in (string[])["on", "nopass", "allkeys", "allchannels", "allcommands"])
        {
            Apply(Default, Encoding.Latin1.GetBytes(rule));
        }

        _byName.Add(Default.Name, Default);
    }

    internal AclUser Default { get; private set; }

    /// <summary>Whether new users and selectors start with access to all channels.</summary>
    internal bool BeginWithAllChannels { get; set; }

    internal AclLog Log { get; } = new();

    /// <summary>All users, sorted by name.</summary>
    internal IReadOnlyCollection<AclUser> All => [.. _byName.Values.OrderBy(static user => user.Name, StringComparer.Ordinal)];

    /// <summary>The password of the default user, as CONFIG GET requirepass shows it, one character for each byte; empty if there is none.</summary>
    internal string DefaultPassword { get; private set; } = "";

    /// <summary>Returns a new user who may not run any command yet. The user is not added.</summary>
    internal AclUser New(string name) => new(name, BeginWithAllChannels);

    /// <summary>Applies a rule to a user. Returns null, or the reason why the rule is invalid.</summary>
    internal string? Apply(AclUser user, byte[] rule) => AclRules.Apply(user, rule, BeginWithAllChannels);

    internal AclUser? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a user, or replaces the one with the same name.</summary>
    internal void Put(AclUser user)
    {
        _byName[user.Name] = user;
        if (user.Name == Default.Name)
        {
            Default = user;
        }
    }

    internal bool Remove(string name) => _byName.Remove(name);

    /// <summary>
    /// Makes this the only password of the default user; an empty one means that no password is needed. Each character is a byte. Does nothing if the password
    /// was set here before, even if the user's rules have changed since then, as in Redis.
    /// </summary>
    internal void SetDefaultPassword(string password)
    {
        if (password == DefaultPassword)
        {
            return;
        }

        DefaultPassword = password;
        Default.Passwords.Clear();
        Apply(Default, Encoding.Latin1.GetBytes(password.Length == 0 ? "nopass" : ">" + password));
    }
}
