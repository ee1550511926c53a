using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>A server as a cluster or a Sentinel tells of it.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Role">Its role, or the last that it had.</param>
/// <param name="HasFailed">Whether the others think that it has failed.</param>
/// <param name="Labels">What else is told of it.</param>
internal sealed record FoundServer(string Address, ServerRole Role, bool HasFailed, KeyValuePair<string, string>[] Labels)
{
    /// <summary>What the label of the role says of a server that has failed: it is no master any more, and another may be.</summary>
    public const string Failed = "failed";

    /// <summary>Beyond it there are no dates.</summary>
    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Since when it has failed, as far as that is known.</summary>
    public DateTimeOffset? FailedSince { get; init; }

    /// <summary>The server as a target, with a label of its role, and one of the time since when it has failed.</summary>
    public FoundTarget ToTarget(string roleLabel)
    {
        List<KeyValuePair<string, string>> labels = [.. Labels, new(roleLabel, HasFailed ? Failed : ServerRoles.NameOf(Role))];
        if (FailedSince is { } since)
        {
            labels.Add(new(SinceLabel(roleLabel), since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        }

        return new FoundTarget(Address, LabelSet.From(labels));
    }

    /// <summary>The server that became a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="roleLabel">The label of the role.</param>
    /// <param name="roles">The roles that become targets: a server that has failed had one of them.</param>
    /// <param name="labels">Which of its labels tell something else of it.</param>
    public static FoundServer Of(FoundTarget target, string roleLabel, ImmutableArray<ServerRole> roles, params ReadOnlySpan<string> labels)
    {
        string role = target.ValueOf(roleLabel);
        var others = new KeyValuePair<string, string>[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            others[i] = new(labels[i], target.ValueOf(labels[i]));
        }

        return new FoundServer(target.Address, roles.FirstOrDefault(known => ServerRoles.NameOf(known) == role, roles[0]), role == Failed, others)
        {
            FailedSince = long.TryParse(target.ValueOf(SinceLabel(roleLabel)), NumberStyles.None, CultureInfo.InvariantCulture, out long since) && since <= MaxSeconds
                ? DateTimeOffset.FromUnixTimeSeconds(since)
                : null,
        };
    }

    private static string SinceLabel(string roleLabel) => $"{roleLabel[..^"role".Length]}failed_since";

    /// <summary>Host and port as a target, with the scheme where it speaks TLS.</summary>
    public static string AddressOf(string host, string port, bool isTls) =>
        $"{(isTls ? "rediss://" : "")}{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
}
