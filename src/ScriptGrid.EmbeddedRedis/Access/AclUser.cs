using System.Security.Cryptography;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>A user who may log in, with permissions: the user may do what at least one selector allows.</summary>
internal sealed class AclUser
{
    internal AclUser(string name, bool allowsAllChannels)
    {
        Name = name;
        Selectors = [new AclSelector { AllowsAllChannels = allowsAllChannels }];
    }

    private AclUser(AclUser other, string name)
    {
        Name = name;
        IsEnabled = other.IsEnabled;
        NeedsNoPassword = other.NeedsNoPassword;
        SanitizesPayloads = other.SanitizesPayloads;
        Passwords = [.. other.Passwords];
        Selectors = [.. other.Selectors.Select(static selector => selector.Copy())];
    }

    internal string Name { get; }

    internal bool IsEnabled { get; set; }

    /// <summary>Whether any password is accepted.</summary>
    internal bool NeedsNoPassword { get; set; }

    /// <summary>Whether clients may act as this user without a password.</summary>
    internal bool IsOpen => IsEnabled && NeedsNoPassword;

    internal bool? SanitizesPayloads { get; set; }

    /// <summary>SHA-256 of each password, in lower-case hexadecimal digits.</summary>
    internal List<string> Passwords { get; } = [];

    /// <summary>The selectors. The first is the user's own; the others were added in parentheses.</summary>
    internal List<AclSelector> Selectors { get; }

    internal AclSelector Root => Selectors[0];

    internal bool IsUnrestricted => Root.IsUnrestricted;

    internal static string Hash(ReadOnlySpan<byte> password) => Convert.ToHexStringLower(SHA256.HashData(password));

    internal bool Accepts(byte[] password) => IsEnabled && (NeedsNoPassword || Passwords.Contains(Hash(password)));

    internal AclUser Copy() => new(this, Name);

    /// <summary>Whether the user may use a channel or a pattern of channels.</summary>
    internal bool AllowsChannel(byte[] channel, bool isPattern) => Selectors.Exists(selector => selector.AllowsChannel(channel, isPattern));

    /// <summary>Returns the user's flags, as ACL GETUSER shows them.</summary>
    internal IEnumerable<string> Flags()
    {
        yield return IsEnabled ? "on" : "off";
        if (NeedsNoPassword)
        {
            yield return "nopass";
        }

        if (SanitizesPayloads is { } sanitizes)
        {
            yield return sanitizes ? "sanitize-payload" : "skip-sanitize-payload";
        }
    }

    /// <summary>Returns the user's line of ACL LIST.</summary>
    internal string Describe() => string.Join(
        ' ',
        [
            "user", Name, .. Flags(), .. Passwords.Select(static password => "#" + password), AclText.Describe(Root),
            .. Selectors.Skip(1).Select(static selector => $"({AclText.Describe(selector)})"),
        ]);
}
