using System.Net;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads the <c>dns</c> source.</summary>
internal static partial class DnsSourceReader
{
    private const int DnsPort = 53;

    private static readonly ValueKind<DnsRecordType> Type =
        ValueKinds.Choice(("A", DnsRecordType.A), ("AAAA", DnsRecordType.Aaaa), ("SRV", DnsRecordType.Srv));

    private static readonly ValueKind<string> Name = new(
        "a whole name, such as redis.example.com or _redis._tcp.example.com",
        static (string text, out string value) =>
        {
            value = text.TrimEnd('.');
            return DnsName().IsMatch(text) && text.Length <= 253;
        });

    private static readonly ValueKind<IPEndPoint> Server = new(
        "the IP address of a DNS server, such as 10.0.0.53 or 10.0.0.53:5353",
        static (string text, out IPEndPoint value) =>
        {
            bool isEndPoint = IPEndPoint.TryParse(text, out IPEndPoint? endPoint);
            value = endPoint is { Port: 0 } ? new IPEndPoint(endPoint.Address, DnsPort) : endPoint!;
            return isEndPoint;
        });

    /// <summary>Reads the source's settings.</summary>
    public static DnsSourceSettings Read(Section section)
    {
        if (section.IsEmptyList("names"))
        {
            section.Problems.Error(section.Place, "the source has no names; add names: [redis.example.com]");
        }

        DnsRecordType type = section.Value("type", Type) ?? DnsRecordType.A;
        if (type == DnsRecordType.Srv && section.Has("port"))
        {
            section.Error("port", section.PlaceOf("port"), "it has no effect with type: SRV, whose records have ports; leave it out");
        }

        return new DnsSourceSettings
        {
            Names = [.. section.Values("names", Name).Distinct(StringComparer.OrdinalIgnoreCase)],
            Type = type,
            Port = section.Value("port", ValueKinds.Port) ?? TargetAddress.DefaultPort,
            Servers = [.. section.Values("servers", Server)],
            Refresh = section.Value("refresh", ValueKinds.Interval) ?? DnsSourceSettings.DefaultRefresh,
        };
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\.?\z")]
    private static partial Regex DnsName();
}
