using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ScriptGrid.Engine.Configuration.Access;

namespace ScriptGrid.Engine.Access;

/// <summary>Checks what requests log in by. A hash is made once for each user and password: what was right is known again, by a digest with a key of this process.</summary>
/// <param name="failed">Holds off who guesses.</param>
internal sealed class Logins(FailedLogins failed) : IDisposable
{
    private const string TokenName = "bearer";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ConcurrentDictionary<string, byte[]> _right = new(StringComparer.Ordinal);

    /// <summary>One hash at a time: whoever floods the server with wrong passwords takes one core at most.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Checks the header <c>Authorization</c> of a request.</summary>
    /// <param name="rules">The rules of now.</param>
    /// <param name="authorization">The header.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="known">The mark of the header by which its connection last logged in: what others do at its address does not hold this one off, while it is right. Null for none.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public async ValueTask<LoginOutcome> CheckAsync(AccessRules rules, string authorization, IPAddress address, byte[]? known, CancellationToken cancellationToken)
    {
        byte[] mark = MarkOf(authorization);
        bool isKnown = known is not null && CryptographicOperations.FixedTimeEquals(known, mark);
        if (!isKnown && failed.WaitOf(address) is { } wait)
        {
            return LoginOutcome.HeldOff(wait);
        }

        LoginOutcome outcome = !AuthenticationHeaderValue.TryParse(authorization, out AuthenticationHeaderValue? given) || given.Parameter is not { } parameter ? Refuse(address)
            : given.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? CheckToken(rules, parameter, address)
            : given.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Decode(parameter) is (var name, var password) ? await CheckUserAsync(rules, name, password, address, cancellationToken).ConfigureAwait(false)
            : Refuse(address);
        return outcome with { Mark = mark };
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private LoginOutcome CheckToken(AccessRules rules, string token, IPAddress address) =>
        rules.RoleOf(token) is > AccessRole.Anybody and var role ? new LoginOutcome(role, TokenName) : Refuse(address);

    /// <summary>Counts a login that is wrong. Where too many have failed while it was looked at, it is as if it had not been.</summary>
    private LoginOutcome Refuse(IPAddress address)
    {
        if (failed.WaitOf(address) is { } wait)
        {
            return LoginOutcome.HeldOff(wait);
        }

        failed.Count(address);
        return LoginOutcome.Wrong;
    }

    /// <summary>RFC 7617: in UTF-8, the name up to the first colon.</summary>
    private static (string Name, string Password)? Decode(string parameter)
    {
        byte[] bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out int length))
        {
            return null;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }

    private async ValueTask<LoginOutcome> CheckUserAsync(AccessRules rules, string name, string password, IPAddress address, CancellationToken cancellationToken)
    {
        bool isUser = rules.Users.TryGetValue(name, out WebUser? user);
        if ((user ?? rules.Stranger) is not { } compared)
        {
            return Refuse(address); // Nobody has a hash, so none is to be made.
        }

        byte[] digest = Digest(name, compared.Secret, password);
        if (isUser && _right.TryGetValue(name, out byte[]? right) && CryptographicOperations.FixedTimeEquals(right, digest))
        {
            return new LoginOutcome(rules.RoleOf(compared), name);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Those before in the queue may have failed, too. Who is known, and still right, needs no turn.
            if (failed.WaitOf(address) is { } wait)
            {
                return LoginOutcome.HeldOff(wait);
            }

            if (!IsRight(compared, digest, password) || !isUser)
            {
                PasswordHash.MakeUpFor(password, compared.Secret, compared.IsHashed ? rules.Cost : 0);
                return Refuse(address); // Before the next has its turn.
            }
        }
        finally
        {
            _turn.Release();
        }

        _right[name] = digest;
        return new LoginOutcome(rules.RoleOf(compared), name);
    }

    private bool IsRight(WebUser user, byte[] digest, string password) => user.IsHashed
        ? PasswordHash.IsOf(password, user.Secret)
        : CryptographicOperations.FixedTimeEquals(digest, Digest(user.Name, user.Secret, user.Secret));

    /// <summary>Tells a header again, and nothing else of it.</summary>
    private byte[] MarkOf(string authorization) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(authorization));

    /// <summary>The lengths keep what belongs to one part from counting as another's.</summary>
    private byte[] Digest(string name, string secret, string password) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name.Length}:{secret.Length}:{name}{secret}{password}"));
}
