using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using ScriptGrid.Engine.Configuration.Access;

namespace ScriptGrid.Engine.Access;

/// <summary>Who may ask for what, as of now.</summary>
internal sealed class AccessRules
{
    private readonly WebAccessContent _content;
    private readonly ImmutableArray<byte[]> _tokens;
    private readonly ImmutableArray<byte[]> _adminTokens;

    /// <param name="content">The rules as they are written.</param>
    /// <param name="rate">Limits requests, of every kind together; null where nothing does.</param>
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

    /// <summary>Those who may log in, by name.</summary>
    public FrozenDictionary<string, WebUser> Users { get; }

    /// <summary>The user whose hash takes longest: what somebody unknown gives is compared with it, in vain, so that the time does not tell who is known.</summary>
    public WebUser? Stranger { get; }

    /// <summary>The cost of that hash, which a wrong password of anybody takes; 0 where none is hashed.</summary>
    public int Cost { get; }

    /// <summary>Headers of every answer.</summary>
    public ImmutableArray<(string Name, string Value)> Headers => _content.Web.Headers;

    /// <summary>Limits requests; null where nothing does.</summary>
    public RateLimiter? Rate { get; }

    /// <summary>TLS; null is plain HTTP.</summary>
    public ServerHandshake? Handshake { get; }

    /// <summary>How to log in, for the header <c>WWW-Authenticate</c>.</summary>
    public ImmutableArray<string> Challenges { get; }

    /// <summary>Who may make a request.</summary>
    /// <param name="isChange">Whether it changes something, rather than asks for a page.</param>
    public AccessRole Needed(bool isChange) => isChange && !_content.IsChangeOpen ? AccessRole.Admin
        : _content.IsReadingOpen ? AccessRole.Anybody
        : AccessRole.Reader;

    /// <summary>What a user may do who has logged in.</summary>
    public AccessRole RoleOf(WebUser user) => _content.Admins.Contains(user.Name) ? AccessRole.Admin : AccessRole.Reader;

    /// <summary>What a token allows. Each is compared, whichever it is, in a time that does not depend on it.</summary>
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
