using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScriptGrid.Client.Security;

/// <summary>
/// What a client puts into the request context of each call: <c>seconds:nonce:hmac</c>. It proves that the client knows the shared secret,
/// which itself never travels, and is worth nothing some minutes later.
/// </summary>
internal static class ClientToken
{
    /// <summary>Where the request context holds the token.</summary>
    public const string Key = "scriptgrid.token";

    /// <summary>How far the clocks of client and silo may be apart, the age of the token included.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const int NonceBytes = 16;

    /// <summary>A token for the next minutes.</summary>
    public static string Create(byte[] secret, DateTimeOffset now)
    {
        string signed = string.Create(
            CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds()}:{RandomNumberGenerator.GetHexString(2 * NonceBytes, lowercase: true)}");
        return $"{signed}:{Sign(secret, signed)}";
    }

    /// <summary>Whether the token was made with this secret, not long ago.</summary>
    public static bool IsValid(byte[] secret, DateTimeOffset now, string? token)
    {
        int last = token?.LastIndexOf(':') ?? -1;
        if (last < 0 || !TryReadTime(token![..last], out long seconds))
        {
            return false;
        }

        bool isOurs = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Sign(secret, token[..last])), Encoding.UTF8.GetBytes(token[(last + 1)..]));
        return isOurs && Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) <= (decimal)Tolerance.TotalSeconds;
    }

    private static bool TryReadTime(string signed, out long seconds) =>
        long.TryParse(signed.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out seconds);

    private static string Sign(byte[] secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
}
