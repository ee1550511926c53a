using System.Collections.Immutable;
using System.Globalization;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Discovery;

/// <summary>A server as a cluster or a Sentinel reports it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Role">Its current or last role.</param>
/// <param name="HasFailed">Whether the others consider it failed.</param>
/// <param name="Labels">Labels with everything else that is reported.</param>
internal sealed record FoundServer(string Address, ServerRole Role, bool HasFailed, KeyValuePair<string, string>[] Labels)
{
    /// <summary>The value of the role label for a failed server. It is no longer a master; another server may be.</summary>
    public const string Failed = "failed";

    /// <summary>The largest Unix time in seconds that a date can hold.</summary>
    private static readonly long MaxSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Since when it has failed; null if it has not, or if unknown.</summary>
    public DateTimeOffset? FailedSince { get; init; }

    /// <summary>Makes a target of the server, with a label for its role and, if it has failed, one for the time of the failure.</summary>
    public FoundTarget ToTarget(string roleLabel)
    {
        List<KeyValuePair<string, string>> labels = [.. Labels, new(roleLabel, HasFailed ? Failed : ServerRoles.NameOf(Role))];
        if (FailedSince is { } since)
        {
            labels.Add(new(SinceLabel(roleLabel), since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        }

        return new FoundTarget(Address, LabelSet.From(labels));
    }

    /// <summary>Restores the server from its target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="roleLabel">The name of the role label.</param>
    /// <param name="roles">The roles that become targets; a failed server had one of them.</param>
    /// <param name="labels">The names of its other labels.</param>
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

    /// <summary>Returns the address of a target at a host and port, with the scheme of TLS if it is reached over TLS.</summary>
    public static string AddressOf(string host, string port, bool isTls) =>
        $"{(isTls ? "rediss://" : "")}{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
}
