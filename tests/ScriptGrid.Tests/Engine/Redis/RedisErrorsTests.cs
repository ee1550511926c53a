using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

/// <summary>Messages as real servers send them, most from runs of Redis 7.0, the others from its sources and those of its kin.</summary>
public sealed class RedisErrorsTests
{
    [Fact]
    public void From_NoText_SaysThat() => Assert.Equal((FailureReason.Script, "an error without any words"), (RedisErrors.From([]).Reason, RedisErrors.From([]).Message));

    [Theory]
    [InlineData(510, "é…")]
    [InlineData(511, "…")]
    public void From_LongText_IsCutBetweenLetters(int length, string end)
    {
        string text = new('x', length);

        Assert.Equal(text + end, RedisErrors.From(Encoding.UTF8.GetBytes(text + "éé")).Message);
    }

    [Theory]
    [InlineData("NOAUTH Authentication required.", FailureReason.Auth)]
    [InlineData("NOAUTH HELLO must be called with the client already authenticated, …", FailureReason.Auth)]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", FailureReason.Auth)]
    [InlineData("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?", FailureReason.Auth)]
    [InlineData("ERR Client sent AUTH, but no password is set", FailureReason.Auth)]
    [InlineData("ERR invalid password", FailureReason.Auth)]
    [InlineData("NOPERM User metrics has no permissions to run the 'evalsha_ro' command", FailureReason.Denied)]
    [InlineData("NOPERM this user has no permissions to run the 'eval' command or its subcommand", FailureReason.Denied)]
    [InlineData("ERR The user executing the script can't run this command or subcommand script: 1f, on @user_script:1.", FailureReason.Denied)]
    [InlineData("ERR ACL failure in script: User metrics has no permissions to run the 'get' command script: 1f, on @user_script:1.", FailureReason.Denied)]
    [InlineData("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", FailureReason.Busy)]
    [InlineData("LOADING Redis is loading the dataset in memory", FailureReason.Loading)]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", FailureReason.Loading)]
    [InlineData("READONLY You can't write against a read only replica. script: 1f, on @user_script:1.", FailureReason.ReadOnly)]
    [InlineData("ERR Write commands are not allowed from read-only scripts. script: 1f, on @user_script:1.", FailureReason.ReadOnly)]
    [InlineData("ERR Can not execute a script with write flag using *_ro command.", FailureReason.ReadOnly)]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.", FailureReason.ReadOnly)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", FailureReason.ReadOnly)]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'. script: 1f, on @user_script:1.", FailureReason.Oom)]
    [InlineData("OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'", FailureReason.Oom)]
    [InlineData("MOVED 866 127.0.0.1:7001", FailureReason.Cluster)]
    [InlineData("ASK 866 127.0.0.1:7001", FailureReason.Cluster)]
    [InlineData("CROSSSLOT Keys in request don't hash to the same slot", FailureReason.Cluster)]
    [InlineData("CLUSTERDOWN Hash slot not served", FailureReason.Cluster)]
    [InlineData("TRYAGAIN Multiple keys request during rehashing of slot", FailureReason.Cluster)]
    [InlineData("ERR Script attempted to access a non local key in a cluster node script: 1f, on @user_script:1.", FailureReason.Cluster)]
    [InlineData("ERR Script attempted to access keys that do not hash to the same slot script: 1f, on @user_script:1.", FailureReason.Cluster)]
    [InlineData("ERR Can not run script on cluster, 'no-cluster' flag is set.", FailureReason.Cluster)]
    [InlineData("ERR SELECT is not allowed in cluster mode", FailureReason.Cluster)]
    [InlineData("ERR unknown command 'EVALSHA_RO', with args beginning with: '1f' '0' ", FailureReason.Unsupported)]
    [InlineData("ERR unknown command `EVALSHA_RO`, with args beginning with: `1f`, `0`, ", FailureReason.Unsupported)]
    [InlineData("ERR unknown subcommand 'LOAD'. Try SCRIPT HELP.", FailureReason.Unsupported)]
    [InlineData("ERR Unknown subcommand or wrong number of arguments for 'LOAD'. Try SCRIPT HELP.", FailureReason.Unsupported)]
    [InlineData("unsupported command", FailureReason.Unsupported)]
    [InlineData("unsupported command 'script'", FailureReason.Unsupported)]
    [InlineData("ERR unsupported command", FailureReason.Unsupported)]
    [InlineData("ERR Unsupported command 'EVALSHA_RO'", FailureReason.Unsupported)]
    [InlineData("ERR unknown command", FailureReason.Unsupported)]
    [InlineData("ERR unknown command \"script\"", FailureReason.Unsupported)]
    [InlineData("ERR command 'SCRIPT' is not allowed", FailureReason.Unsupported)]
    [InlineData("ERR Command is not available: 'SCRIPT'. See the documentation.", FailureReason.Unsupported)]
    [InlineData("ERR command script not support", FailureReason.Unsupported)]
    [InlineData("ERR This command isn't supported in cluster mode", FailureReason.Unsupported)]
    [InlineData("NOPROTO unsupported protocol version", FailureReason.Unsupported)]
    [InlineData("ERR Unknown Redis command called from script script: 1f0a, on @user_script:1.", FailureReason.Unsupported)]
    [InlineData("ERR This Redis command is not allowed from script script: 1f0a, on @user_script:1.", FailureReason.Unsupported)]
    [InlineData("ERR DB index is out of range script: 1f0a, on @user_script:1.", FailureReason.Script)]
    [InlineData("ERR the command centre is closed", FailureReason.Script)]
    [InlineData("NOSCRIPT No matching script. Please use EVAL.", FailureReason.NoScript)]
    [InlineData("ERR Error compiling script (new function): user_script:1: '=' expected near 'BROKEN'", FailureReason.Script)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value script: 1f, on @user_script:3.", FailureReason.Script)]
    [InlineData("MY own", FailureReason.Script)]
    public void From_Message_HasItsReasonAndLeavesTheConnection(string message, FailureReason expected)
    {
        Failure failure = RedisErrors.From(Encoding.UTF8.GetBytes(message));

        Assert.Equal(expected, failure.Reason);
        Assert.Equal(message, failure.Message);
        Assert.False(failure.IsConnectionLost);
    }

    [Theory]
    [InlineData("ERR max number of clients reached", FailureReason.Connection)]
    [InlineData("DENIED Redis is running in protected mode because protected mode is enabled", FailureReason.Denied)]
    [InlineData("ERR Protocol error: invalid multibulk length", FailureReason.Protocol)]
    [InlineData("no upstream host", FailureReason.Connection)]
    [InlineData("upstream failure", FailureReason.Connection)]
    [InlineData("ERR Connection refused", FailureReason.Connection)]
    public void From_ErrorThatTheConnectionEndsWith_LosesIt(string message, FailureReason expected)
    {
        Failure failure = RedisErrors.From(Encoding.UTF8.GetBytes(message));

        Assert.Equal(expected, failure.Reason);
        Assert.True(failure.IsConnectionLost);
    }

    [Fact]
    public void From_LongMessageOfManyLines_IsOneShortLine()
    {
        Failure failure = RedisErrors.From(Encoding.UTF8.GetBytes("ERR a\nb\r\nc" + new string('x', 10_000)));

        Assert.StartsWith("ERR a b c", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 100, 512);
    }

    [Theory]
    [InlineData("-MY own\r\n", "MY own")]
    [InlineData("!6\r\nMY own\r\n", "MY own")]
    [InlineData("+OK\r\n", null)]
    [InlineData("*1\r\n-MY own\r\n", null)]
    public void FromReply_Reply_IsAFailureOnlyWhereItIsAnError(string reply, string? expected) =>
        Assert.Equal(expected, RedisErrors.FromReply(Encoding.ASCII.GetBytes(reply))?.Message);

    [Theory]
    [InlineData("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", true, false)]
    [InlineData("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.", true, false)]
    [InlineData("BUSY Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.", true, false)]
    [InlineData("BUSY Redis is busy running a module command.", true, false)]
    [InlineData("LOADING Redis is loading the dataset in memory", true, false)]
    [InlineData("LOADING Valkey is loading the dataset in memory", true, false)]
    [InlineData("LOADING kvrocks is restoring the db from backup", true, false)]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", true, false)]
    [InlineData("NOAUTH Authentication required.", true, true)]
    [InlineData("NOAUTH HELLO must be called with the client already authenticated, …", true, true)]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.", true, true)]
    [InlineData("DENIED Valkey is running in protected mode because protected mode is enabled", false, true)]
    [InlineData("ERR max number of clients reached", false, true)]
    [InlineData("ERR Protocol error: expected '$', got ' '", false, true)]
    [InlineData("ERR invalid password", true, true)]
    [InlineData("ERR Client sent AUTH, but no password is set", true, true)]
    [InlineData("ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?", true, true)]
    [InlineData("WRONGPASS Invalid username/password combination.", true, true)]
    [InlineData("ERR max number of clients + cluster connections reached", false, true)]
    [InlineData("ERR no server avaliable", false, true)]
    [InlineData("ERR no server connection avaliable", false, true)]
    [InlineData("ERR Connection timed out", false, true)]
    [InlineData("BUSY lock is held", false, false)]
    [InlineData("LOADING the truck", false, false)]
    [InlineData("MASTERDOWN in the cellar", false, false)]
    [InlineData("NOAUTH for this queue", false, false)]
    [InlineData("DENIED by quota", false, false)]
    [InlineData("WRONGPASS for the vault", false, false)]
    [InlineData("ERR AUTH of the device failed", false, false)]
    [InlineData("ERR Client sent AUTHor twice", false, false)]
    [InlineData("ERR invalid password of the user", false, false)]
    [InlineData("ERR max number of clients of tenant 7", false, false)]
    [InlineData("ERR Protocol error of device", false, false)]
    [InlineData("no upstream host for checkout", false, false)]
    [InlineData("upstream failure: checkout", false, false)]
    [InlineData("ERR no server in the rack", false, false)]
    [InlineData("ERR Connection refused by the device", false, false)]
    [InlineData("ERR Connection timed out on line 2", false, false)]
    [InlineData("BUSY Redis is busy running a script. script: 1f0a, on @user_script:1.", false, false)]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'. script: 1f0a, on @user_script:1.", false, false)]
    [InlineData("NOAUTH Authentication required. script: 1f0a, on @user_script:1.", false, false)]
    [InlineData("ERR max number of clients reached script: 1f0a, on @user_script:1.", false, false)]
    public void FromReply_Error_IsTheTargetsOnlyInTheWordsOfAServer(string message, bool isTargetFault, bool isConnectionLost)
    {
        Failure failure = RedisErrors.FromReply(Encoding.UTF8.GetBytes($"-{message}\r\n"))!;

        Assert.Equal((isTargetFault, isConnectionLost), (failure.IsTargetFault, failure.IsConnectionLost));
    }

    [Theory]
    [InlineData("ERR Error compiling script (new function): user_script:12: '=' expected near 'BROKEN'", 12)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value script: 1f, on @user_script:3.", 3)]
    [InlineData("ERR user_script:7: boom script: 1f, on @user_script:7.", 7)]
    [InlineData("ERR Error running script (call to f_1f): @user_script:2: user_script:2: boom", 2)]
    [InlineData("user_script:", 0)]
    [InlineData("BUSY Redis is busy running a script.", 0)]
    public void ScriptLine_Message_IsTheLineThatItNames(string message, int expected) =>
        Assert.Equal(expected, RedisErrors.ScriptLine(message));
}
