using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class ScriptReplyTests
{
    [Theory]
    [InlineData(3.99, ":3\r\n")]
    [InlineData(-3.99, ":-3\r\n")]
    [InlineData(1e300, ":-9223372036854775808\r\n")]
    [InlineData(double.NaN, ":-9223372036854775808\r\n")]
    public void Write_Number_IsCutToAnInteger(double number, string expected) => Assert.Equal(expected, Write(number));

    [Theory]
    [InlineData(true, 2, 2, ":1\r\n")]
    [InlineData(false, 2, 2, "$-1\r\n")]
    [InlineData(false, 3, 2, "_\r\n")]
    [InlineData(true, 3, 3, "#t\r\n")]
    [InlineData(false, 2, 3, ":0\r\n")]
    public void Write_Boolean_DependsOnClientAndScript(bool value, int clientProtocol, int scriptProtocol, string expected) =>
        Assert.Equal(expected, Write(value, clientProtocol, scriptProtocol));

    [Fact]
    public void Write_Array_EndsAtNil()
    {
        var table = new LuaTable { [1] = 1, [2] = "two", [4] = 4 };

        Assert.Equal("*2\r\n:1\r\n$3\r\ntwo\r\n", Write(table));
    }

    [Theory]
    [InlineData("err", "ERR a\r\nb\r\n", "-ERR a  b\r\n")]
    [InlineData("ok", "a\r\nb", "+a  b\r\n")]
    [InlineData("ok", "a\0b", "+a\r\n")]
    [InlineData("err", "a\0b", "-a\r\n")]
    [InlineData("big_number", "1\r\n2", "(1  2\r\n")]
    public void Write_TableWithTag_IsOneLine(string tag, string text, string expected) =>
        Assert.Equal(expected, Write(new LuaTable { [tag] = text }, clientProtocol: 3));

    [Fact]
    public void Write_SeveralTags_TakesTheFirstOfRedis()
    {
        var table = new LuaTable { ["set"] = new LuaTable(), ["map"] = new LuaTable(), ["big_number"] = "12", ["double"] = 1.5 };

        Assert.Equal(",1.5\r\n", Write(table, clientProtocol: 3));
        table["double"] = LuaValue.Nil;
        Assert.Equal("(12\r\n", Write(table, clientProtocol: 3));
        table["big_number"] = LuaValue.Nil;
        Assert.Equal("%0\r\n", Write(table, clientProtocol: 3));
        table["map"] = LuaValue.Nil;
        Assert.Equal("~0\r\n", Write(table, clientProtocol: 3));
    }

    [Theory]
    [InlineData("txt", "=6\r\ntxt:hi\r\n")]
    [InlineData("x", "=6\r\nx  :hi\r\n")]
    [InlineData("toolong", "=6\r\ntoo:hi\r\n")]
    public void Write_VerbatimString_HasAFormatOfThree(string format, string expected)
    {
        var parts = new LuaTable { ["format"] = format, ["string"] = "hi" };

        Assert.Equal(expected, Write(new LuaTable { ["verbatim_string"] = parts }, clientProtocol: 3));
    }

    [Fact]
    public void Write_MapAndSet_AreNestedReplies()
    {
        var set = new LuaTable { ["set"] = new LuaTable { ["m"] = true } };
        var map = new LuaTable { ["map"] = new LuaTable { ["k"] = set } };

        Assert.Equal("%1\r\n$1\r\nk\r\n~1\r\n$1\r\nm\r\n", Write(map, clientProtocol: 3));
        Assert.Equal("*2\r\n$1\r\nk\r\n*1\r\n$1\r\nm\r\n", Write(map));
    }

    [Fact]
    public void Write_ArrayWithinItself_EndsWhereRedisEnds()
    {
        var table = new LuaTable();
        table[1] = table;

        string reply = Write(table);

        Assert.EndsWith("*1\r\n-ERR reached lua stack limit\r\n", reply, StringComparison.Ordinal);
        Assert.Equal(32_010, reply.Length);
    }

    [Fact]
    public void Write_MapWithinItself_EndsWhereRedisEnds()
    {
        var table = new LuaTable();
        table["map"] = new LuaTable { ["x"] = table };

        string reply = Write(table);

        Assert.EndsWith("*2\r\n-ERR reached lua stack limit\r\n-ERR reached lua stack limit\r\n", reply, StringComparison.Ordinal);
        Assert.Equal(29_368, reply.Length);
    }

    private static string Write(LuaValue value, int clientProtocol = 2, int scriptProtocol = 2)
    {
        var reply = new RespReply(new ErrorStatistics(), new BufferBudget(1 << 20)) { Protocol = clientProtocol };
        ScriptReply.Write(value, reply, scriptProtocol, new LuaState(new LuaLimits()));
        return Encoding.UTF8.GetString(reply.Output.Written);
    }
}
