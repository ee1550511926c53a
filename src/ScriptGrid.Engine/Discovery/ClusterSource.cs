using System.Collections.Immutable;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// The nodes of a Redis Cluster. The first seed that belongs to a cluster answers for all nodes. If no seed does, nodes found earlier are asked, with
/// the login if the group's <c>allow</c> permits it.
/// </summary>
internal sealed class ClusterSource(TargetGroup group, ClusterSourceSettings settings, SourceTools tools) : IDiscoverySource
{
    private const int MaxOthersAsked = 5;

    private readonly FailedServers _failed = new(settings.KeepFailed, tools.Time);
    private ImmutableArray<string> _known = [];

    /// <inheritdoc/>
    public async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        foreach (TargetSpec server in settings.Asked.Concat(Others()))
        {
            (Nodes? nodes, string problem) = await RedisTalk.HaveAsync(server, tools, talk => AskAsync(talk, server), cancellationToken).ConfigureAwait(false);
            if (nodes is not null)
            {
                return new SourceAnswer(Targets(nodes.All));
            }

            problems.Add(problem);
        }

        return SourceAnswer.Failed(string.Join("; ", problems.Take(3)));
    }

    /// <inheritdoc/>
    public void Remember(ImmutableArray<FoundTarget> listed)
    {
        _failed.Remember([.. listed.Select(node => FoundServer.Of(node, ClusterShards.RoleLabel, settings.Roles))]);
        if (_known.IsEmpty)
        {
            _known = [.. listed.Where(static node => node.ValueOf(ClusterShards.RoleLabel) != FoundServer.Failed).Select(static node => node.Address).Take(MaxOthersAsked)];
        }
    }

    private IEnumerable<TargetSpec> Others()
    {
        foreach (string address in _known)
        {
            if (RedisUri.Parse(address, out _) is not { } uri || settings.Asked.Any(seed => seed.Address.Equals(uri.Address)))
            {
                continue;
            }

            bool mayLogIn = group.Allow?.Covers(uri.Address) ?? false;
            if (mayLogIn || !group.Template.HasCredentials)
            {
                yield return group.Template.MakeFound(uri, LabelSet.Empty, mayLogIn);
            }
        }
    }

    private ImmutableArray<FoundTarget> Targets(ImmutableArray<FoundServer> nodes)
    {
        _known = [.. nodes.Where(static node => !node.HasFailed).Select(static node => node.Address).Take(MaxOthersAsked)];
        return
        [
            .. _failed.Keep(nodes)
                .Where(node => settings.Roles.Contains(node.Role))
                .OrderBy(static node => node.Address, StringComparer.Ordinal)
                .Select(static node => node.ToTarget(ClusterShards.RoleLabel)),
        ];
    }

    private async Task<(Nodes?, string)> AskAsync(RedisTalk talk, TargetSpec server)
    {
        (RedisReply? reply, Failure? failure) = await talk.AskAsync("CLUSTER", "SHARDS").ConfigureAwait(false);
        bool isOld = failure is { IsConnectionLost: false };
        if (isOld)
        {
            (reply, failure) = await talk.AskAsync("CLUSTER", "SLOTS").ConfigureAwait(false);
        }

        if (reply is null)
        {
            return (null, failure!.Message);
        }

        ImmutableArray<FoundServer>? nodes =
            isOld ? ClusterShards.ReadSlots(reply, settings.Addresses, server) : ClusterShards.Read(reply, settings.Addresses, server);
        return nodes is { } all ? (new Nodes(all), "") : (null, "it is not part of a cluster that serves any slot");
    }

    private sealed record Nodes(ImmutableArray<FoundServer> All);
}
