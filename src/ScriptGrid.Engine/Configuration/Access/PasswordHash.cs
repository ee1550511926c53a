using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bcrypt = BCrypt.Net.BCrypt;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Passwords hashed with bcrypt.</summary>
internal static partial class PasswordHash
{
    /// <summary>The longest password in bytes. bcrypt ignores everything after it.</summary>
    public const int MaxPasswordBytes = 72;

    /// <summary>The default cost of a hash. Each increment doubles the time.</summary>
    public const int DefaultCost = 12;

    /// <summary>The cost of a hash to make, within the allowed range.</summary>
    public static readonly ValueKind<int> Cost = new(
        "a cost from 10 to 18",
        static (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 10 and <= 18);

    /// <summary>Hashes a password with a new salt.</summary>
    public static string Of(string password, int cost) => Bcrypt.HashPassword(password, cost);

    /// <summary>Returns the cost of a hash; null if the text is no hash.</summary>
    public static int? CostOf(string hash) =>
        Form().Match(hash) is { Success: true } match ? int.Parse(match.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a hash belongs to a password. Takes as long as the hash's cost demands.</summary>
    public static bool IsOf(string password, string hash) => Bcrypt.Verify(password, hash);

    /// <summary>
    /// Spends the time by which a hash of another cost would take longer. Time doubles with each cost, so the costs from the hash's own up to one
    /// below the other add up to exactly that difference.
    /// </summary>
    /// <param name="password">Any password.</param>
    /// <param name="hash">The hash, against which a password has just been verified.</param>
    /// <param name="cost">The other cost.</param>
    public static void MakeUpFor(string password, string hash, int cost)
    {
        for (int missing = CostOf(hash) ?? cost; missing < cost; missing++)
        {
            Bcrypt.Verify(password, string.Create(CultureInfo.InvariantCulture, $"{hash[..hash.IndexOf('$', 1)]}${missing:00}{hash[^54..]}"));
        }
    }

    /// <summary>Returns why a password cannot be hashed; null if it can.</summary>
    public static string? Problem(string password) => password.Length == 0 ? "the password is empty"
        : Encoding.UTF8.GetByteCount(password) > MaxPasswordBytes ? $"the password is longer than {MaxPasswordBytes} bytes, and bcrypt would ignore the rest"
        : password.Contains('\0') ? "the password contains a NUL"
        : null;

    [GeneratedRegex(@"^\$2[aby]?\$(?<cost>0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex Form();
}
