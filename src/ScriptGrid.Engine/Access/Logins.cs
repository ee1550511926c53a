using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ScriptGrid.Engine.Configuration.Access;

namespace ScriptGrid.Engine.Access;

/// <summary>
/// Checks the logins of requests. A password is hashed only once per user: a password that was right is recognized later by a digest keyed with a
/// secret of this process.
/// </summary>
/// <param name="failed">Slows down guessing.</param>
internal sealed class Logins(FailedLogins failed) : IDisposable
{
    private const string TokenName = "bearer";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ConcurrentDictionary<string, byte[]> _right = new(StringComparer.Ordinal);

    /// <summary>Allows one hash at a time, so that a flood of wrong passwords occupies at most one core.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Checks the <c>Authorization</c> header of a request.</summary>
    /// <param name="rules">The current rules.</param>
    /// <param name="authorization">The header.</param>
    /// <param name="address">The address of the client.</param>
    /// <param name="known">The mark of the header with which this connection last logged in; null for none. While that header is still right, failed logins of
    /// other clients at the same address do not block this connection.</param>
    /// <param name="cancellationToken">Cancels the wait for a turn to hash.</param>
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

    /// <summary>Counts a wrong login. If too many logins failed while it was being checked, it counts as not checked.</summary>
    private LoginOutcome Refuse(IPAddress address)
    {
        if (failed.WaitOf(address) is { } wait)
        {
            return LoginOutcome.HeldOff(wait);
        }

        failed.Count(address);
        return LoginOutcome.Wrong;
    }

    /// <summary>Decodes Basic credentials (RFC 7617): UTF-8, with the name before the first colon.</summary>
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
            return Refuse(address); // No user has a hash, so there is nothing to compute.
        }

        byte[] digest = Digest(name, compared.Secret, password);
        if (isUser && _right.TryGetValue(name, out byte[]? right) && CryptographicOperations.FixedTimeEquals(right, digest))
        {
            return new LoginOutcome(rules.RoleOf(compared), name);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Logins that were ahead in the queue may have failed meanwhile. A known password that is still right needs no turn.
            if (failed.WaitOf(address) is { } wait)
            {
                return LoginOutcome.HeldOff(wait);
            }

            if (!IsRight(compared, digest, password) || !isUser)
            {
                PasswordHash.MakeUpFor(password, compared.Secret, compared.IsHashed ? rules.Cost : 0);
                return Refuse(address); // Counted before the next login gets its turn.
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

    /// <summary>A digest that recognizes a header again and reveals nothing else about it.</summary>
    private byte[] MarkOf(string authorization) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(authorization));

    /// <summary>The lengths keep the parts apart: moving characters from one part to the next changes the digest.</summary>
    private byte[] Digest(string name, string secret, string password) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name.Length}:{secret.Length}:{name}{secret}{password}"));
}
