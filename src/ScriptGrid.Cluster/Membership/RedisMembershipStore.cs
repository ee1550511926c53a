using System.Net;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace ScriptGrid.Cluster.Membership;

/// <summary>Membership in a Redis server.</summary>
internal sealed class RedisMembershipStore : IMembershipStore
{
    private readonly ConfigurationOptions _options;

    /// <param name="connection">A valid connection string; see <see cref="RedisConnectionString"/>.</param>
    public RedisMembershipStore(string connection)
    {
        _options = ConfigurationOptions.Parse(connection);
        _options.SetDefaultPorts();
        _options.ClientName ??= "scriptgrid-silo";
    }

    /// <inheritdoc/>
    public string Name => "redis at " + string.Join(", ", _options.EndPoints.Select(Text));

    /// <inheritdoc/>
    public void Configure(ISiloBuilder silo) => silo.UseRedisClustering(redis => redis.ConfigurationOptions = _options);

    /// <inheritdoc/>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            ConfigurationOptions once = _options.Clone();
            once.AbortOnConnectFail = true;
            once.ConnectRetry = 1;
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(once);
            await connection.GetDatabase().PingAsync();
            return null;
        }
        catch (RedisConnectionException e) when (e.FailureType == ConnectionFailureType.AuthenticationFailure)
        {
            return "it refused the login";
        }
        catch (RedisConnectionException e)
        {
            return e.FailureType == ConnectionFailureType.UnableToConnect ? "no connection" : $"no connection ({e.FailureType})";
        }
        catch (RedisException e)
        {
            return e.Message;
        }
        catch (TimeoutException)
        {
            return "it does not answer in time";
        }
    }

    /// <inheritdoc/>
    /// <remarks>Reading an emptied store fails in Orleans, with an exception type that it uses for nothing else.</remarks>
    public bool IsTableMissing(Exception failure) => failure is RedisClusteringException;

    private static string Text(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;
}
