using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bcrypt = BCrypt.Net.BCrypt;

namespace ScriptGrid.Engine.Configuration.Access;

/// <summary>Passwords hashed by bcrypt.</summary>
internal static partial class PasswordHash
{
    /// <summary>bcrypt takes no notice of what comes after so many bytes.</summary>
    public const int MaxPasswordBytes = 72;

    /// <summary>The cost of a hash: each one more doubles the time.</summary>
    public const int DefaultCost = 12;

    /// <summary>The least and the greatest cost of a hash that is made here.</summary>
    public static readonly ValueKind<int> Cost = new(
        "a cost from 10 to 18",
        static (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 10 and <= 18);

    /// <summary>A hash of a password, with a salt of its own.</summary>
    public static string Of(string password, int cost) => Bcrypt.HashPassword(password, cost);

    /// <summary>The cost of a hash; null for what is no hash.</summary>
    public static int? CostOf(string hash) =>
        Form().Match(hash) is { Success: true } match ? int.Parse(match.Groups["cost"].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a hash is of a password. It takes as long as the hash's cost says.</summary>
    public static bool IsOf(string password, string hash) => Bcrypt.Verify(password, hash);

    /// <summary>Takes the time that a hash of one cost lacks to one of another: each costs as much as all below it, and the least of them once more.</summary>
    /// <param name="password">Any password.</param>
    /// <param name="hash">The hash, which has been compared with one.</param>
    /// <param name="cost">The other cost.</param>
    public static void MakeUpFor(string password, string hash, int cost)
    {
        for (int missing = CostOf(hash) ?? cost; missing < cost; missing++)
        {
            Bcrypt.Verify(password, string.Create(CultureInfo.InvariantCulture, $"{hash[..hash.IndexOf('$', 1)]}${missing:00}{hash[^54..]}"));
        }
    }

    /// <summary>Why a password cannot be hashed; null where it can.</summary>
    public static string? Problem(string password) => password.Length == 0 ? "the password is empty"
        : Encoding.UTF8.GetByteCount(password) > MaxPasswordBytes ? $"the password is longer than {MaxPasswordBytes} bytes, and bcrypt would take no notice of the rest"
        : password.Contains('\0') ? "the password holds a NUL"
        : null;

    [GeneratedRegex(@"^\$2[aby]?\$(?<cost>0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}\z")]
    private static partial Regex Form();
}
