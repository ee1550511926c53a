using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Engine.Discovery;

/// <summary>
/// DNS records. A name without records of the type has no targets. A name that does not exist, or whose server does not answer, keeps its previous
/// targets. All names are looked up again when the first of their records expires.
/// </summary>
internal sealed class DnsSource(DnsSourceSettings settings) : IDiscoverySource
{
    private const string NameLabel = "__meta_dns_name";
    private const string TargetLabel = "__meta_dns_srv_record_target";
    private const string PortLabel = "__meta_dns_srv_record_port";

    /// <summary>The shortest time between two lookups, even if records expire at once.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    private readonly LookupClient _client = new(Options(settings));
    private ImmutableDictionary<string, ImmutableArray<FoundTarget>> _known = ImmutableDictionary.Create<string, ImmutableArray<FoundTarget>>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        NameRecords[] records = await Task.WhenAll(settings.Names.Select(name => LookUpAsync(name, cancellationToken))).ConfigureAwait(false);
        foreach (NameRecords name in records)
        {
            _known = name.Targets is { } targets ? _known.SetItem(name.Name, targets) : _known;
        }

        string[] problems = [.. records.Select(static name => name.Problem).OfType<string>()];
        ImmutableArray<FoundTarget>? found = _known.IsEmpty ? null
            : [.. settings.Names.SelectMany(name => _known.GetValueOrDefault(name, [])).DistinctBy(static target => target.Address)];
        return new SourceAnswer(found, problems is [] ? null : string.Join("; ", problems.Take(3)))
        {
            FreshFor = FreshFor(records, settings.Refresh),
        };
    }

    /// <inheritdoc/>
    public void Remember(ImmutableArray<FoundTarget> listed)
    {
        foreach (IGrouping<string, FoundTarget> name in listed.GroupBy(static target => target.ValueOf(NameLabel), StringComparer.Ordinal).Where(name => !_known.ContainsKey(name.Key)))
        {
            _known = _known.SetItem(name.Key, [.. name]);
        }
    }

    private static TimeSpan? FreshFor(NameRecords[] records, TimeSpan refresh)
    {
        TimeSpan first = records.Min(static name => name.FreshFor) is { } least && least < refresh ? least : refresh;
        TimeSpan shortest = Shortest < refresh ? Shortest : refresh;
        return first > shortest ? first : shortest;
    }

    private static LookupClientOptions Options(DnsSourceSettings settings)
    {
        LookupClientOptions options = settings.Servers.IsEmpty ? new LookupClientOptions() : new LookupClientOptions([.. settings.Servers]);
        options.UseCache = false;
        options.Timeout = TimeSpan.FromSeconds(2);
        options.Retries = 2;
        options.UseRandomNameServer = false;
        return options;
    }

    private async Task<NameRecords> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        QueryType type = settings.Type switch
        {
            DnsRecordType.Srv => QueryType.SRV,
            DnsRecordType.Aaaa => QueryType.AAAA,
            _ => QueryType.A,
        };
        try
        {
            IDnsQueryResponse response = await _client.QueryAsync(name, type, QueryClass.IN, cancellationToken).ConfigureAwait(false);
            return response.HasError
                ? new NameRecords(name, null, $"{name}: {response.ErrorMessage}")
                : new NameRecords(name, [.. response.Answers.Select(record => Target(name, record)).OfType<FoundTarget>().OrderBy(static target => target.Address, StringComparer.Ordinal)])
                {
                    // Servers rotate their records with each answer, so their order has no meaning.
                    FreshFor = response.Answers.Count == 0 ? null : TimeSpan.FromSeconds(response.Answers.Min(static record => record.InitialTimeToLive)),
                };
        }
        catch (DnsResponseException exception)
        {
            return new NameRecords(name, null, $"{name}: {Describe(exception)}");
        }
    }

    /// <summary>Returns why there is no answer. The exception's own message differs each time, as the number of the query is part of it.</summary>
    private static string Describe(DnsResponseException exception) => exception.GetBaseException() is SocketException socket
        ? $"the name server cannot be reached: {SocketErrors.Describe(socket.SocketErrorCode)}"
        : exception.Code switch
        {
            DnsResponseCode.ConnectionTimeout => "the name server does not answer",
            DnsResponseCode.Unassigned => "the name server's answer cannot be used",
            _ => exception.DnsError,
        };

    private FoundTarget? Target(string name, DnsResourceRecord record) => record switch
    {
        SrvRecord service => Target(Host(service), service.Port, name, (TargetLabel, Host(service)), (PortLabel, Text(service.Port))),
        AddressRecord address => Target(Bracketed(address.Address), settings.Port, name),
        _ => null,
    };

    private static FoundTarget? Target(string host, int port, string name, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        List<KeyValuePair<string, string>> all = [new(NameLabel, name)];
        foreach ((string label, string value) in labels)
        {
            all.Add(new(label, value));
        }

        // A host of "." means that the service is decidedly not available (RFC 2782).
        return host.Length == 0 ? null : new FoundTarget($"{host}:{Text(port)}", LabelSet.From(all));
    }

    private static string Host(SrvRecord service) => service.Target.Value.TrimEnd('.');

    private static string Bracketed(IPAddress address) => address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The result of looking up a name.</summary>
    private sealed record NameRecords(string Name, ImmutableArray<FoundTarget>? Targets, string? Problem = null)
    {
        public TimeSpan? FreshFor { get; init; }
    }
}
