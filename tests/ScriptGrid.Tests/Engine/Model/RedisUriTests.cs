using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

public sealed class RedisUriTests
{
    [Theory]
    [InlineData("10.0.0.1:6379", "10.0.0.1", 6379)]
    [InlineData("redis-1.example_net:1", "redis-1.example_net", 1)]
    [InlineData("Cache.example:65535", "cache.example", 65535)]
    [InlineData("cache:6379/2", "cache", 6379)]
    [InlineData("[FE80::1]:7000/2", "fe80::1", 7000)]
    [InlineData("unix:/run/redis.sock/3", "/run/redis.sock", 0)]
    public void Parse_Identity_HasHostAndPort(string text, string host, int port)
    {
        TargetAddress address = Parse(text).Address;

        Assert.Equal((host, port), (address.Host, address.Port));
        Assert.Equal(host, address.KnownAs("another").Host);
    }

    [Theory]
    [InlineData("cache:0")]
    [InlineData("cache:65536")]
    [InlineData("cache:")]
    [InlineData(":6379")]
    [InlineData("ca che:6379")]
    public void Parse_NearlyAnIdentity_IsRefused(string text) => Assert.Null(RedisUri.Parse(text, out _));

    [Fact]
    public void Parse_NameThatDnsCannotHold_IsRefusedHoweverPlain()
    {
        Assert.Null(RedisUri.Parse($"{new string('a', 64)}:6379", out _));
        Assert.Null(RedisUri.Parse($"{string.Join('.', Enumerable.Repeat(new string('a', 63), 5))}:6379", out _));
    }

    [Theory]
    [InlineData("redis://10.0.0.1", "10.0.0.1:6379")]
    [InlineData("redis://10.0.0.1:6380/1", "10.0.0.1:6380/1")]
    [InlineData("redis://10.0.0.1/", "10.0.0.1:6379")]
    [InlineData("redis://10.0.0.1/0", "10.0.0.1:6379")]
    [InlineData("REDIS://Cache-1.Example.com", "cache-1.example.com:6379")]
    [InlineData("rediss://cache:6380", "cache:6380")]
    [InlineData("valkey://cache", "cache:6379")]
    [InlineData("valkeys://cache:6380/1", "cache:6380/1")]
    [InlineData("redis://cache/%31%32", "cache:6379/12")]
    [InlineData("unix:///run/redis.sock?db=%33", "unix:/run/redis.sock/3")]
    [InlineData("redis://[FE80::1]:7000/2", "[fe80::1]:7000/2")]
    [InlineData("redis://[::1]", "[::1]:6379")]
    [InlineData("[::1]:6379/3", "[::1]:6379/3")]
    [InlineData("cache", "cache:6379")]
    [InlineData("cache:1/2", "cache:1/2")]
    [InlineData("unix:///run/redis.sock", "unix:/run/redis.sock")]
    [InlineData("unix:///run/redis.sock?db=3", "unix:/run/redis.sock/3")]
    [InlineData("unix:///run/my%20redis/6379", "unix:/run/my redis/6379")]
    [InlineData("unix:/run/redis.sock", "unix:/run/redis.sock")]
    [InlineData("unix:/run/redis.sock/3", "unix:/run/redis.sock/3")]
    [InlineData("unix:///run/redis/06379", "unix:/run/redis/06379")]
    public void Parse_Valid_HasIdentityThatParsesToItself(string text, string id)
    {
        RedisUri uri = Parse(text);

        Assert.Equal(id, uri.Address.Id);
        Assert.Equal(uri.Address, Parse(id).Address);
    }

    [Theory]
    [InlineData("unix:///run/redis/6379", "unix:///run/redis/6379?db=0")]
    [InlineData("unix:///run/redis/6379?db=2", "unix:/run/redis/6379/2")]
    [InlineData("unix:///run/my%20re%3Fdis%25%40/6379", "unix:///run/my%20re%3Fdis%25%40/6379?db=0")]
    [InlineData("unix:///run/redis/06379", "unix:/run/redis/06379")]
    [InlineData("unix:///run/redis.sock?db=3", "unix:/run/redis.sock/3")]
    [InlineData("unix:///run/6379/0", "unix:/run/6379/0")]
    [InlineData("redis://[FE80::1]:7000/2", "[fe80::1]:7000/2")]
    public void Write_AnyPlace_ReadsBackAsThatPlace(string text, string expected)
    {
        TargetAddress address = Parse(text).Address;

        string written = RedisUri.Write(address);

        TargetAddress read = Parse(written).Address;
        Assert.Equal(expected, written);
        Assert.Equal((address.Id, address.Host, address.Database), (read.Id, read.Host, read.Database));
    }

    [Theory]
    [InlineData("redis://h", null, null)]
    [InlineData("redis://:pw@h", null, "pw")]
    [InlineData("redis://user@h", "user", null)]
    [InlineData("redis://user:@h", "user", "")]
    [InlineData("redis://user:pw@h", "user", "pw")]
    [InlineData("redis://us%40er:p%3Aw%2F%25@h/1", "us@er", "p:w/%")]
    [InlineData("redis://user:p@s/s:w@h:1", "user", "p@s/s:w")]
    [InlineData("valkey://us%40er:p%3Aw%2F%25@h/%31", "us@er", "p:w/%")]
    [InlineData("valkeys://:p%40w%23@h", null, "p@w#")]
    [InlineData("user:pw@h:1", "user", "pw")]
    [InlineData("unix://user:pw@/run/redis.sock?db=1", "user", "pw")]
    public void Parse_WithUserInfo_DecodesUserAndPassword(string text, string? username, string? password)
    {
        RedisUri uri = Parse(text);

        Assert.Equal((username, password), (uri.Username, uri.Password));
        Assert.DoesNotContain("pw", uri.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rediss://h", true)]
    [InlineData("valkeys://h", true)]
    [InlineData("VALKEY://h", false)]
    [InlineData("redis://h", false)]
    [InlineData("h", false)]
    public void Parse_Scheme_SaysWhetherTls(string text, bool isTls) => Assert.Equal(isTls, Parse(text).IsTls);

    [Fact]
    public void Parse_UnixSocket_HasPathAsHost()
    {
        TargetAddress address = Parse("unix:///run/redis.sock?db=1").Address;

        Assert.True(address.IsUnixSocket);
        Assert.Equal("/run/redis.sock", address.Host);
        Assert.Equal(1, address.Database);
    }

    [Theory]
    [InlineData("unix:///run/", 102, null)]
    [InlineData("unix:///run/", 103, "the path of the socket is longer than 107 bytes, the limit of the system")]
    [InlineData("unix:/run/", 103, "the path of the socket is longer than 107 bytes, the limit of the system")]
    [InlineData("redis://", 63, null)]
    [InlineData("redis://", 64, "the host may have at most 253 characters, and at most 63 between dots")]
    [InlineData("redis://a.", 64, "the host may have at most 253 characters, and at most 63 between dots")]
    public void Parse_LongName_IsTakenUpToWhatTheSystemTakes(string beginning, int length, string? problem)
    {
        RedisUri? uri = RedisUri.Parse(beginning + new string('x', length), out string error);

        Assert.Equal(problem is null, uri is not null);
        Assert.EndsWith(problem ?? "", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_HostOfMoreThan253Characters_IsRefused()
    {
        string host = string.Join('.', Enumerable.Repeat(new string('x', 50), 5));

        Assert.NotNull(RedisUri.Parse(host[..253], out _));
        Assert.Null(RedisUri.Parse(host, out _));
    }

    [Theory]
    [InlineData("", "\"\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379")]
    [InlineData("redis://", "\"redis://\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379")]
    [InlineData("redis://:secret@", "\"redis://***@\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379")]
    [InlineData("http://u:secret@h", "\"http://***@h\" is not a valid target: the scheme must be redis, rediss, valkey, valkeys or unix")]
    [InlineData("redis://u:secret@h:0", "\"redis://***@h:0\" is not a valid target: " + Port)]
    [InlineData("redis://u:secret@h:65536", "\"redis://***@h:65536\" is not a valid target: " + Port)]
    [InlineData("redis://u:secret", "\"redis://u***\" is not a valid target: " + Port)]
    [InlineData("redis://::1", "\"redis://***\" is not a valid target: the host is missing, as in redis://10.0.0.1:6379")]
    [InlineData("fe80::1", "\"fe80***\" is not a valid target: " + Port)]
    [InlineData("redis://[::g]:1", "\"redis://***\" is not a valid target: the text in brackets must be an IPv6 address, as in [::1]:6379")]
    [InlineData("redis://[127.0.0.1]", "\"redis://[127.0.0.1]\" is not a valid target: the text in brackets must be an IPv6 address, as in [::1]:6379")]
    [InlineData("redis://h ost", "\"redis://h***\" is not a valid target: the host may contain only letters, digits, dots, dashes and underscores")]
    [InlineData("redis://:secret@h/x", "\"redis://***@h/***\" is not a valid target: the database must be a whole number, as in /1")]
    [InlineData("valkey://:secret@h/%2D1", "\"valkey://***@h/***\" is not a valid target: the database must be a whole number, as in /1")]
    [InlineData("redis://h/-1", "\"redis://h/***\" is not a valid target: the database must be a whole number, as in /1")]
    [InlineData("redis://h?password=secret", "\"redis://h***\" is not a valid target: the host may contain only letters, digits, dots, dashes and underscores")]
    [InlineData("redis:/u:secret@h:x", "\"***@h***\" is not a valid target: " + Port)]
    [InlineData("unix://run/redis.sock", "\"unix://run/***\" is not a valid target: the path of the socket must be absolute, as in unix:///run/redis.sock")]
    [InlineData("unix:///run/r?db=x", "\"unix:///run/r?db=***\" is not a valid target: the database must be a whole number, as in /1")]
    [InlineData("unix:///run/r?password=secret", "\"unix:///run/r***\" is not a valid target: the only parameter is db, as in unix:///run/redis.sock?db=1")]
    [InlineData("unix:/", "\"unix:/\" is not a valid target: the path of the socket is missing, as in unix:/run/redis.sock")]
    public void Parse_Invalid_SaysWhyWithoutSecret(string text, string message)
    {
        Assert.Null(RedisUri.Parse(text, out string error));

        Assert.Equal(message, error);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    private const string Port = "the port must be a number from 1 to 65535, and an IPv6 address must be in brackets, as in [::1]:6379";

    private static RedisUri Parse(string text)
    {
        RedisUri? uri = RedisUri.Parse(text, out string error);
        Assert.Equal("", error);
        return uri!;
    }
}
