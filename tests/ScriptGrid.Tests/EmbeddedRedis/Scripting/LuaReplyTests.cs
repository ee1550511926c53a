using ScriptGrid.EmbeddedRedis.Lua.Values;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class LuaReplyTests
{
    private readonly ErrorStatistics _statistics = new();

    [Fact]
    public void Take_Status_IsATableWithOk() => Assert.Equal("PONG", Reply(2, static reply => reply.Status("PONG")).AsTable!["ok"].ToString());

    [Fact]
    public void Take_Error_IsATableThatSaysItWasCounted()
    {
        var table = Reply(2, static reply => reply.Error("ERR no")).AsTable!;

        Assert.Equal("ERR no", table["err"].ToString());
        Assert.True(table["ignore_error_stats_update"].IsTruthy);
        Assert.Equal(1, _statistics.ByCode["ERR"]);
    }

    [Fact]
    public void Take_NullOfResp2_IsFalse() => Assert.True(Reply(2, static reply => reply.Null()).IsFalse);

    [Fact]
    public void Take_NullOfResp3_IsNil() => Assert.True(Reply(3, static reply => reply.Null()).IsNil);

    [Fact]
    public void Take_Bulk_SharesTheBytes()
    {
        byte[] bytes = [1, 2];

        Assert.Same(bytes, Reply(2, reply => reply.Bulk(bytes)).AsString!.Bytes);
    }

    [Fact]
    public void Take_NestedArrays_AreNestedTables()
    {
        var table = Reply(2, static reply =>
        {
            reply.Array(3);
            reply.Array(2);
            reply.Integer(1);
            reply.Array(0);
            reply.Null();
            reply.Integer(3);
        }).AsTable!;

        Assert.Equal(1, table[1].AsTable![1].Number);
        Assert.Equal(0, table[1].AsTable![2].AsTable!.Length);
        Assert.True(table[2].IsFalse);
        Assert.Equal(3, table[3].Number);
    }

    [Fact]
    public void Take_MapOfResp2_IsAFlatArray()
    {
        var table = Reply(2, WriteMap).AsTable!;

        Assert.Equal("k", table[1].ToString());
        Assert.Equal("0.10000000000000001", table[2].ToString());
    }

    [Fact]
    public void Take_MapOfResp3_IsAFieldMap()
    {
        var table = Reply(3, WriteMap).AsTable!;

        Assert.Equal(0.1, table["map"].AsTable!["k"].AsTable!["double"].Number);
    }

    [Fact]
    public void Take_SetOfResp3_HasItsElementsAsKeys()
    {
        var table = Reply(3, static reply =>
        {
            reply.Set(1);
            reply.Bulk("m"u8);
        }).AsTable!;

        Assert.True(table["set"].AsTable!["m"].IsTruthy);
    }

    [Fact]
    public void Take_ReplyWithAttribute_LeavesItOut() => Assert.Equal(7, Reply(3, static reply =>
    {
        reply.Attribute(1);
        reply.Bulk("k"u8);
        reply.Array(1);
        reply.Integer(1);
        reply.Integer(7);
    }).Number);

    [Fact]
    public void Take_VerbatimOfResp3_HasFormatAndString()
    {
        var table = Reply(3, static reply => reply.Verbatim("txt", "hi"u8)).AsTable!["verbatim_string"].AsTable!;

        Assert.Equal(("txt", "hi"), (table["format"].ToString(), table["string"].ToString()));
    }

    private static void WriteMap(LuaReply reply)
    {
        reply.Map(1);
        reply.Bulk("k"u8);
        reply.Double(0.1);
    }

    private LuaValue Reply(int protocol, Action<LuaReply> write)
    {
        var reply = new LuaReply(_statistics);
        reply.Begin(protocol);
        write(reply);
        return reply.Take();
    }
}
