using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads <c>protocol</c> and <c>client_name</c>, which a group may override.</summary>
internal static class GreetingReader
{
    private static readonly ValueKind<int> Protocol = new(
        "2 or 3",
        static (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is (2 or 3));

    /// <summary>A name that CLIENT SETNAME accepts.</summary>
    private static readonly ValueKind<string> ClientName = new(
        "a name of up to 100 printable ASCII characters without blanks, or empty for none",
        static (string text, out string value) =>
        {
            value = text;
            return text.Length <= 100 && text.All(static character => character is >= '!' and <= '~');
        });

    /// <summary>Returns the settings of the section, or the wider ones for what it does not set.</summary>
    /// <param name="section">The section.</param>
    /// <param name="wider">The settings that apply if the section has none.</param>
    /// <param name="isResp2Only">Whether connections always speak RESP2, as redis_exporter does, whatever is configured.</param>
    public static Greeting Read(Section section, Greeting wider, bool isResp2Only)
    {
        int? protocol = section.Value("protocol", Protocol);
        if (isResp2Only && protocol == 3)
        {
            section.Problems.Warn(section.PlaceOf("protocol"), "protocol 3 has no effect: with compat_redis_exporter servers are spoken to in RESP2");
        }

        string? clientName = section.Text("client_name", ClientName);
        return protocol is null && clientName is null
            ? wider
            : new Greeting { Protocol = protocol ?? wider.Protocol, ClientName = clientName ?? wider.ClientName };
    }
}
