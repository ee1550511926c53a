using System.Text;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class ScriptCommandsTests
{
    private const string Sha1 = "e0e1f9fabfc9d4800c877a703b823ac0578ff8db";

    private static readonly ScriptSpec Return1 = new() { Name = "one.lua", Body = "return 1"u8.ToArray() };

    [Fact]
    public void Sha1_Body_IsTheNameThatRedisGivesIt() => Assert.Equal(Sha1, new ScriptCommands(Return1).Sha1);

    [Fact]
    public void Load_Body_IsSentAsItIs()
    {
        byte[] body = [.. "return '"u8, 0xff, .. "'"u8];

        byte[] load = new ScriptCommands(Return1 with { Body = body }).Load;

        Assert.Equal([.. "*3\r\n$6\r\nSCRIPT\r\n$4\r\nLOAD\r\n$10\r\n"u8, .. body, .. "\r\n"u8], load);
    }

    [Fact]
    public void Commands_WithoutArguments_NameTheScriptAndNoKeys()
    {
        var commands = new ScriptCommands(Return1);

        Assert.Equal($"*3\r\n$10\r\nEVALSHA_RO\r\n$40\r\n{Sha1}\r\n$1\r\n0\r\n", Text(commands.EvalShaReadOnly));
        Assert.Equal($"*3\r\n$7\r\nEVALSHA\r\n$40\r\n{Sha1}\r\n$1\r\n0\r\n", Text(commands.EvalSha));
        Assert.Equal("*3\r\n$7\r\nEVAL_RO\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n", Text(commands.EvalReadOnly));
        Assert.Equal("*3\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n", Text(commands.Eval));
    }

    [Fact]
    public void Commands_KeysAndArguments_FollowTheirCount()
    {
        var commands = new ScriptCommands(Return1 with { Keys = ["k1", "k2"], Arguments = ["mail:*", "schön", ""] });

        const string tail = "$1\r\n2\r\n$2\r\nk1\r\n$2\r\nk2\r\n$6\r\nmail:*\r\n$6\r\nschön\r\n$0\r\n\r\n";
        Assert.Equal($"*8\r\n$10\r\nEVALSHA_RO\r\n$40\r\n{Sha1}\r\n{tail}", Text(commands.EvalShaReadOnly));
        Assert.Equal($"*8\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n{tail}", Text(commands.Eval));
    }

    [Fact]
    public void Commands_PeerCompatible_HaveThePeersArgument()
    {
        ScriptSpec compatible = Return1 with { RedisExporterCompatible = true };

        Assert.Equal("*4\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n$1\r\n0\r\n", Text(new ScriptCommands(compatible).Eval));
        Assert.Equal(
            "*4\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n0\r\n$1\r\na\r\n",
            Text(new ScriptCommands(compatible with { Arguments = ["a"] }).Eval));
    }

    private static string Text(byte[] command) => Encoding.UTF8.GetString(command);
}
