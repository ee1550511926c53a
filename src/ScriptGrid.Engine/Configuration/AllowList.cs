using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// The addresses to which a group's credentials may be sent: networks for numeric addresses, patterns for host names. A host name is never resolved
/// for the check, because its address is decided by whoever controls the name.
/// </summary>
internal sealed partial class AllowList
{
    /// <summary>The key of the list.</summary>
    public const string Key = "allow";

    private static readonly ValueKind<AllowList> Entry = new(
        "a network such as 10.0.0.0/8, an IP address, or a host name whose parts may be *, such as *.redis.internal", TryParse);

    /// <summary>The entries of a list that allows every address.</summary>
    public static readonly ImmutableArray<string> EveryAddress = ["0.0.0.0/0", "::/0", "*"];

    private readonly ImmutableArray<IPNetwork> _networks;
    private readonly ImmutableArray<Regex> _names;

    private AllowList(ImmutableArray<IPNetwork> networks, ImmutableArray<Regex> names) => (_networks, _names) = (networks, names);

    /// <summary>The entries as written.</summary>
    public ImmutableArray<string> Entries { get; private init; } = [];

    /// <summary>Reads the list of a section; null if it has none.</summary>
    public static AllowList? Read(Section section)
    {
        IReadOnlyList<AllowList> entries = section.Values(Key, Entry);
        return section.Has(Key) ? Join(entries) : null;
    }

    /// <summary>Makes a list of these entries; null if one of them is invalid.</summary>
    public static AllowList? Of(IEnumerable<string> texts)
    {
        List<AllowList> entries = [];
        foreach (string text in texts)
        {
            if (!TryParse(text, out AllowList entry))
            {
                return null;
            }

            entries.Add(entry);
        }

        return Join(entries);
    }

    /// <summary>Whether the list allows the address. It never allows a Unix socket of this machine.</summary>
    public bool Covers(TargetAddress address)
    {
        if (address.IsUnixSocket)
        {
            return false;
        }

        if (!IPAddress.TryParse(address.Host, out IPAddress? ip))
        {
            return _names.Any(name => name.IsMatch(address.Host));
        }

        IPAddress plain = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        return _networks.Any(network => network.Contains(plain));
    }

    private static AllowList Join(IReadOnlyList<AllowList> entries) =>
        new([.. entries.SelectMany(static entry => entry._networks)], [.. entries.SelectMany(static entry => entry._names)])
        {
            Entries = [.. entries.SelectMany(static entry => entry.Entries)],
        };

    private static bool TryParse(string text, out AllowList value)
    {
        bool isEntry = TryParseEntry(text, out AllowList entry);
        value = new AllowList(entry._networks, entry._names) { Entries = [text] };
        return isEntry;
    }

    private static bool TryParseEntry(string text, out AllowList value)
    {
        value = new AllowList([], []);
        if (NetworkText.IsIPAddress(text))
        {
            IPAddress address = IPAddress.Parse(text);
            value = new AllowList([new IPNetwork(address, address.GetAddressBytes().Length * 8)], []);
            return true;
        }

        if (IPNetwork.TryParse(text, out IPNetwork network))
        {
            value = new AllowList([network], []);
            return true;
        }

        // Without this check, a mistyped network such as 10.* would be a name pattern, and would allow the name 10.example.com.
        bool isName = HostPattern().IsMatch(text) && (text == "*" || text.Any(char.IsAsciiLetter));
        if (isName)
        {
            string pattern = Regex.Escape(text.ToLowerInvariant()).Replace(@"\*", ".*", StringComparison.Ordinal);
            value = new AllowList([], [new Regex($@"\A{pattern}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]);
        }

        return isName;
    }

    [GeneratedRegex(@"^[A-Za-z0-9*._-]+\z")]
    private static partial Regex HostPattern();
}
