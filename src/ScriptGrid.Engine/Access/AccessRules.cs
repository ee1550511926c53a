using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ScriptGrid.Engine.Configuration.Access;

namespace ScriptGrid.Engine.Access;

/// <summary>The current rules about who may do what. A change of the files makes a new instance.</summary>
internal sealed class AccessRules
{
    private readonly WebAccessContent _content;
    private readonly ImmutableArray<byte[]> _tokens;
    private readonly ImmutableArray<byte[]> _adminTokens;

    /// <param name="content">The rules as read from the files.</param>
    /// <param name="rate">Limits all requests together; null for no limit.</param>
    public AccessRules(WebAccessContent content, RateLimiter? rate)
    {
        _content = content;
        Rate = rate;
        Users = content.Web.Users.ToFrozenDictionary(static user => user.Name, StringComparer.Ordinal);
        Stranger = content.Web.Users.MaxBy(static user => PasswordHash.CostOf(user.Secret) ?? 0);
        Cost = Stranger is null ? 0 : PasswordHash.CostOf(Stranger.Secret) ?? 0;
        _tokens = [.. content.Tokens.Select(HashOf)];
        _adminTokens = [.. content.AdminTokens.Select(HashOf)];
        Handshake = content.Web.Tls is { } tls ? new ServerHandshake(tls) : null;
        Challenges = [.. Users.Count > 0 ? ["Basic realm=\"ScriptGrid\", charset=\"UTF-8\""] : Array.Empty<string>(), .. _tokens.Length + _adminTokens.Length > 0 ? ["Bearer"] : Array.Empty<string>()];
    }

    /// <summary>The users who may log in, by name.</summary>
    public FrozenDictionary<string, WebUser> Users { get; }

    /// <summary>
    /// The user whose hash takes longest to verify. The password of an unknown user is verified against it, in vain, so that the time does not reveal
    /// which users exist.
    /// </summary>
    public WebUser? Stranger { get; }

    /// <summary>The cost of that hash. Rejecting any wrong password takes as long as this cost; 0 if no password is hashed.</summary>
    public int Cost { get; }

    /// <summary>The headers of every response.</summary>
    public ImmutableArray<(string Name, string Value)> Headers => _content.Web.Headers;

    /// <summary>Limits requests; null for no limit.</summary>
    public RateLimiter? Rate { get; }

    /// <summary>The server's part of TLS handshakes; null for plain HTTP.</summary>
    public ServerHandshake? Handshake { get; }

    /// <summary>The ways to log in, for the header <c>WWW-Authenticate</c>.</summary>
    public ImmutableArray<string> Challenges { get; }

    /// <summary>Returns the role that a request needs.</summary>
    /// <param name="isChange">Whether it changes something; if not, it only reads.</param>
    public AccessRole Needed(bool isChange) => isChange && !_content.IsChangeOpen ? AccessRole.Admin
        : _content.IsReadingOpen ? AccessRole.Anybody
        : AccessRole.Reader;

    /// <summary>Returns the role of a user who has logged in.</summary>
    public AccessRole RoleOf(WebUser user) => _content.Admins.Contains(user.Name) ? AccessRole.Admin : AccessRole.Reader;

    /// <summary>Returns the role that a token grants. Compares it with every known token, in a time that does not depend on the token.</summary>
    public AccessRole RoleOf(string token)
    {
        byte[] hash = HashOf(token);
        bool isAdmin = Holds(_adminTokens, hash);
        bool isReader = Holds(_tokens, hash);
        return isAdmin ? AccessRole.Admin : isReader ? AccessRole.Reader : AccessRole.Anybody;
    }

    private static bool Holds(ImmutableArray<byte[]> hashes, byte[] hash)
    {
        bool isThere = false;
        foreach (byte[] known in hashes)
        {
            isThere |= CryptographicOperations.FixedTimeEquals(known, hash);
        }

        return isThere;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
