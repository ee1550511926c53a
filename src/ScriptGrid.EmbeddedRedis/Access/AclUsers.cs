using System.Text;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>The users of a server. There always is one named <c>default</c>, whom connections belong to until they log in.</summary>
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

    /// <summary>Whether users and selectors have all channels to begin with.</summary>
    internal bool BeginWithAllChannels { get; set; }

    internal AclLog Log { get; } = new();

    /// <summary>In the order of their names.</summary>
    internal IReadOnlyCollection<AclUser> All => [.. _byName.Values.OrderBy(static user => user.Name, StringComparer.Ordinal)];

    /// <summary>The password of the default user as CONFIG GET requirepass gives it; empty for none.</summary>
    internal string DefaultPassword { get; private set; } = "";

    /// <summary>A user who may do nothing yet, and is not among these.</summary>
    internal AclUser New(string name) => new(name, BeginWithAllChannels);

    /// <summary>Applies a rule to a user; why it does not do, where it does not.</summary>
    internal string? Apply(AclUser user, byte[] rule) => AclRules.Apply(user, rule, BeginWithAllChannels);

    internal AclUser? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a user, or puts the new one in the place of the old one of that name.</summary>
    internal void Put(AclUser user)
    {
        _byName[user.Name] = user;
        if (user.Name == Default.Name)
        {
            Default = user;
        }
    }

    internal bool Remove(string name) => _byName.Remove(name);

    /// <summary>Gives the default user this one password, or none with an empty one.</summary>
    internal void SetDefaultPassword(string password)
    {
        DefaultPassword = password;
        Default.Passwords.Clear();
        Apply(Default, Encoding.UTF8.GetBytes(password.Length == 0 ? "nopass" : ">" + password));
    }
}
