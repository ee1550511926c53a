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
    /// <param name="isKnown">Whether its connection has logged in before: what others do at its address does not hold it off.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public async ValueTask<LoginOutcome> CheckAsync(AccessRules rules, string authorization, IPAddress address, bool isKnown, CancellationToken cancellationToken)
    {
        if (!isKnown && failed.WaitOf(address) is { } wait)
        {
            return LoginOutcome.HeldOff(wait);
        }

        LoginOutcome outcome = !AuthenticationHeaderValue.TryParse(authorization, out AuthenticationHeaderValue? given) || given.Parameter is not { } parameter ? LoginOutcome.Wrong
            : given.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? CheckToken(rules, parameter)
            : given.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && Decode(parameter) is (var name, var password) ? await CheckUserAsync(rules, name, password, address, isKnown, cancellationToken).ConfigureAwait(false)
            : LoginOutcome.Wrong;
        if (outcome is { Role: AccessRole.Anybody, Wait: null })
        {
            failed.Count(address);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static LoginOutcome CheckToken(AccessRules rules, string token) =>
        rules.RoleOf(token) is > AccessRole.Anybody and var role ? new LoginOutcome(role, TokenName) : LoginOutcome.Wrong;

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

    private async ValueTask<LoginOutcome> CheckUserAsync(
        AccessRules rules, string name, string password, IPAddress address, bool isKnown, CancellationToken cancellationToken)
    {
        bool isUser = rules.Users.TryGetValue(name, out WebUser? user);
        if ((user ?? rules.Stranger) is not { } compared)
        {
            return LoginOutcome.Wrong; // Nobody has a hash, so none is to be made.
        }

        byte[] digest = Digest(name, compared.Secret, password);
        if (isUser && _right.TryGetValue(name, out byte[]? right) && CryptographicOperations.FixedTimeEquals(right, digest))
        {
            return new LoginOutcome(rules.RoleOf(compared), name);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Those before in the queue may have failed, too.
            if (!isKnown && failed.WaitOf(address) is { } wait)
            {
                return LoginOutcome.HeldOff(wait);
            }

            if (!IsRight(compared, digest, password) || !isUser)
            {
                return LoginOutcome.Wrong;
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

    /// <summary>The lengths keep what belongs to one part from counting as another's.</summary>
    private byte[] Digest(string name, string secret, string password) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name.Length}:{secret.Length}:{name}{secret}{password}"));
}
