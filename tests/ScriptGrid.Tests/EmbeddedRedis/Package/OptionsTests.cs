using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Package;

/// <summary>Options that make no sense: Start names them, and leaves nothing behind.</summary>
public sealed class OptionsTests
{
    private static readonly EmbeddedRedisOptions Valid = new();

    public static TheoryData<string, EmbeddedRedisOptions> Refused => new()
    {
        { "Users", Valid with { Users = null! } },
        { "Users", Valid with { Users = ["app on nopass", null!] } },
        { "Users", Valid with { Users = [" \t"] } },
        { "TimeProvider", Valid with { TimeProvider = null! } },
        { "Address", Valid with { Address = null! } },
        { "Databases", Valid with { Databases = 0 } },
        { "Databases", Valid with { Databases = int.MaxValue } },
        { "ScriptTimeLimit", Valid with { ScriptTimeLimit = TimeSpan.FromSeconds(-1) } },
        { "ScriptTimeLimit", Valid with { ScriptTimeLimit = TimeSpan.MinValue } },
        { "ScriptMemoryBytes", Valid with { ScriptMemoryBytes = -5 } },
        { "BufferMemoryBytes", Valid with { BufferMemoryBytes = -1 } },
        { "Port", Valid with { Port = -1 } },
        { "Port", Valid with { Port = 65536 } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Start_WithAnOptionThatMakesNoSense_NamesIt(string option, EmbeddedRedisOptions options)
    {
        int port = FreePort.Find();

        Exception? refusal = Record.Exception(() => EmbeddedRedisServer.Start(options.Port == 0 ? options with { Port = port } : options).Dispose());

        Assert.Contains(option, Assert.IsAssignableFrom<ArgumentException>(refusal).Message, StringComparison.Ordinal);
        using EmbeddedRedisServer next = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Port = port });
    }

    [Fact]
    public void Start_ClockThatHasNoTimers_LeavesThePortFree()
    {
        int port = FreePort.Find();

        Assert.Throws<NotSupportedException>(() => EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Port = port, TimeProvider = new Timerless() }));

        using EmbeddedRedisServer next = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Port = port });
    }

    [Fact]
    public void ScriptTimeLimit_Infinite_IsNoLimit()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { ScriptTimeLimit = Timeout.InfiniteTimeSpan });

        Assert.Equal(1_000_000, redis.Evaluate("local n = 0 for i = 1, 1000000 do n = n + 1 end return n").AsLong());
    }

    [Fact]
    public void Execute_ReplyTooLargeForTheBuffers_ThrowsWhatIsDocumented()
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { BufferMemoryBytes = 1 });

        Assert.Contains("exceeds the limit of 1 bytes", Assert.Throws<EmbeddedRedisException>(() => redis.Execute("PING")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app\ton\t>secret\t+@all")]
    [InlineData(" app \r\n on\v>secret\f+@all ")]
    public void Users_WordsBetweenAnyBlanks_AreTheirRules(string user)
    {
        using EmbeddedRedisServer redis = EmbeddedRedisServer.Start(new EmbeddedRedisOptions { Users = [user] });

        Assert.Equal(["app", "default"], redis.Execute("ACL", "USERS").Items.Select(static name => name.AsText()));
        Assert.Equal("OK", redis.Execute("AUTH", "app", "secret").AsText());
    }

    private sealed class Timerless : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }
}
