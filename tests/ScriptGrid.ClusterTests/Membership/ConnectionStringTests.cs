using ScriptGrid.Cluster.Membership;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class ConnectionStringTests
{
    private const string Password = "do-not-show-this";

    [Theory]
    [InlineData("redis:6379,password=" + Password)]
    [InlineData("redis_1, 10.0.0.1:1, [::1]:6379, ssl=true, user=u, password=a@b://" + Password)]
    [InlineData("password=" + Password + ",redis:6379")]
    [InlineData("sentinel:26379,serviceName=main,abortConnect=false,$CONFIG=")]
    [InlineData("!/run/redis.sock,")]
    public void Problem_OfRedis_ThereIsNone(string connection) => Assert.Null(ConnectionString.Problem(ClusterMembership.Redis, connection));

    [Theory]
    [InlineData("redis://:" + Password + "@127.0.0.1:20000", "is a URI; write a connection string of StackExchange.Redis, such as host:6379,")]
    [InlineData("rediss://u:" + Password + "@db:1/0?a=b", "is a URI; write")]
    [InlineData("u:" + Password + "@127.0.0.1:20000", "has a login in an address; write")]
    [InlineData("u:x=" + Password + "@127.0.0.1:20000", "has a login in an address; write")]
    [InlineData("a:1,u:" + Password + "@b:1,ssl=true", "has a login in an address; write")]
    [InlineData("127.0.0.1:notaport", "has a mistake in part 1, which is neither an address, such as host:6379, nor an option, such as ssl=true")]
    [InlineData("a:1,b:99999", "has a mistake in part 2, which")]
    [InlineData("10.0.0.300:1", "has a mistake in part 1, which")]
    [InlineData("=x", "has a mistake in part 1, which")]
    [InlineData("a:1,foo=" + Password, "has a mistake in part 2: StackExchange.Redis has no such option")]
    [InlineData("a:1,ssl=" + Password, "has a value that StackExchange.Redis does not take for ssl")]
    [InlineData("a:1,password=x,do-not-show-this", "has an address behind its password; write addresses first. A password that contains a comma")]
    [InlineData("password=" + Password, "names no address; write")]
    [InlineData(" ", "names no address; write")]
    public void Problem_OfRedis_IsNamedWithoutQuoting(string connection, string problem) =>
        AssertProblem(ClusterMembership.Redis, connection, problem);

    [Theory]
    [InlineData("Host=db;Port=5;Username=u;Password=" + Password)]
    [InlineData("Server=a,10.0.0.1:5,[::1]:5;User ID=u;PSW='a;b://" + Password + "';SSL Mode=Prefer")]
    [InlineData("host=/run/postgresql;database=d;")]
    public void Problem_OfPostgreSql_ThereIsNone(string connection) => Assert.Null(ConnectionString.Problem(ClusterMembership.PostgreSql, connection));

    [Theory]
    [InlineData("postgres://u:" + Password + "@db/x?sslmode=require", "is a URI; write a connection string of Npgsql, such as Host=")]
    [InlineData("Host=u:" + Password + "@127.0.0.1;Port=20999", "has a login in its Host; write")]
    [InlineData("Host=db:abc;Username=x", "has a Host that is neither a host, nor a host with a port, nor the folder of a socket")]
    [InlineData("Host=db,:" + Password, "has a Host that is neither")]
    [InlineData("Host=db;Foo=" + Password, "has a mistake in part 2: Npgsql has no such setting")]
    [InlineData("Host=db;Port=" + Password, "has a value that Npgsql does not take for port")]
    [InlineData("Password=" + Password, "names no host; write")]
    [InlineData(Password, "cannot be read; write")]
    [InlineData("Host=db;Password=a;" + Password, "cannot be read; write")]
    public void Problem_OfPostgreSql_IsNamedWithoutQuoting(string connection, string problem) =>
        AssertProblem(ClusterMembership.PostgreSql, connection, problem);

    private static void AssertProblem(ClusterMembership membership, string connection, string problem)
    {
        string? found = ConnectionString.Problem(membership, connection);

        Assert.StartsWith(problem, found, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, found, StringComparison.Ordinal);
    }
}
