using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Hosting;

/// <summary>Formats targets for <c>scriptgrid targets</c>. The output names the user of each login, but no password.</summary>
internal static class TargetsText
{
    private const string None = "-";

    private static readonly string[] Heads = ["TARGET", "GROUP", "SOURCE", "ROLE", "USER", "LABELS"];

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Returns the targets in a format.</summary>
    public static string Of(ImmutableArray<FleetMember> members, TargetsFormat format) => format switch
    {
        TargetsFormat.Json => JsonSerializer.Serialize(members.Select(ToJson), Json) + "\n",
        TargetsFormat.FileSd => JsonSerializer.Serialize(ToFileSd(members), Json) + "\n",
        _ => Table(members),
    };

    private static string Table(ImmutableArray<FleetMember> members)
    {
        string[][] rows = [Heads, .. members.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Row(FleetMember member) =>
    [
        .. new[]
        {
            Address(member.Target),
            member.Group,
            member.Source,
            member.Found?.Role ?? None,
            UserOf(member.Target) ?? None,
            string.Join(",", member.Target.Labels.Labels.ToArray().Select(static label => $"{label.Key}=\"{label.Value}\"")),
        }.Select(OneLine.Of),
    ];

    private static TargetEntry ToJson(FleetMember member) => new(
        member.Target.Address.Id,
        member.Group,
        member.Source,
        member.Found?.Role,
        UserOf(member.Target),
        member.Target.Tls is not null,
        new Dictionary<string, string>(member.Target.Labels.Labels.ToArray()),
        member.Found is null ? null : new Dictionary<string, string>(member.Found.Labels.Labels.ToArray()),
        [.. member.Target.Scripts.Select(static script => script.Name)]);

    private static IEnumerable<FileSdGroup> ToFileSd(ImmutableArray<FleetMember> members) =>
        from member in members
        group Address(member.Target) by member.Target.Labels into alike
        select new FileSdGroup([.. alike], new Dictionary<string, string>(alike.Key.Labels.ToArray()));

    private static string Address(TargetSpec target) => target.Tls is null ? target.Address.Id : $"rediss://{target.Address.Id}";

    private static string? UserOf(TargetSpec target) => target.Credentials is { } login ? login.Username ?? "default" : null;

    private sealed record TargetEntry(
        string Target,
        string Group,
        string Source,
        string? Role,
        string? User,
        bool Tls,
        Dictionary<string, string> Labels,
        Dictionary<string, string>? Found,
        ImmutableArray<string> Scripts);

    private sealed record FileSdGroup(ImmutableArray<string> Targets, Dictionary<string, string> Labels);
}
