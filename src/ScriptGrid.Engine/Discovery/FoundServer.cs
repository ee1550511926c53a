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
    private const string Failed = "failed";

    /// <summary>The server as a target, with a label of its role.</summary>
    public FoundTarget ToTarget(string roleLabel) =>
        new(Address, LabelSet.From([.. Labels, new(roleLabel, HasFailed ? Failed : ServerRoles.NameOf(Role))]));

    /// <summary>Host and port as a target, with the scheme where it speaks TLS.</summary>
    public static string AddressOf(string host, string port, bool isTls) =>
        $"{(isTls ? "rediss://" : "")}{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
}
