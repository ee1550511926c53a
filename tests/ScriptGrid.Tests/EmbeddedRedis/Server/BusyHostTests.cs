using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Server;

/// <summary>What the host asks during a script that does not end.</summary>
public sealed class BusyHostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task HostCalls_DuringAnEndlessScript_AreRefusedAsCommandsAre()
    {
        EmbeddedRedisServer redis = EmbeddedRedisServer.Start();
        redis.Execute("CONFIG", "SET", "busy-reply-threshold", 1);
        await using RespClient client = await RespClient.ConnectAsync(redis.EndPoint);
        Task<object?> endless = client.CommandAsync("EVAL", "redis.call('SET', 'a', 1) while true do end", "0");
        await Repeat.UntilAsync(() => Task.FromResult(Record.Exception(() => redis.Execute("PING"))), static e => e is not null);

        try
        {
            foreach (Action ask in (Action[])[() => redis.Snapshot(), redis.FlushAll, () => redis.Execute("GET", "a")])
            {
                EmbeddedRedisException e = await Assert.ThrowsAsync<EmbeddedRedisException>(() => Task.Run(ask).WaitAsync(Limit));
                Assert.StartsWith("BUSY Redis is busy running a script.", e.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            redis.Dispose();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => endless);
    }
}
