using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Debugging;

/// <summary>DEBUG PROTOCOL: a fixed reply of each type, for tests of clients.</summary>
internal static class DebugProtocol
{
    private const int Items = 3;

    internal static void Reply(CommandCall call)
    {
        IReply reply = call.Reply;
        switch (call.Text(2).ToLowerInvariant())
        {
            case "string":
                reply.Text("Hello World");
                break;
            case "integer":
                reply.Integer(12345);
                break;
            case "double":
                reply.Double(3.141);
                break;
            case "null":
                reply.Null();
                break;
            case "array":
                reply.Array(Items);
                WriteIntegers(reply);
                break;
            case "set":
                reply.Set(Items);
                WriteIntegers(reply);
                break;
            case "map":
                WriteMap(reply);
                break;
            case "attrib":
                WriteAttribute(reply);
                break;
            case "push":
                WritePush(call);
                break;
            case "verbatim":
                reply.Verbatim("txt", "This is a verbatim\nstring"u8);
                break;
            case "true":
                reply.Boolean(true);
                break;
            case "false":
                reply.Boolean(false);
                break;
            case "bignum":
                reply.BigNumber("1234567999999999999999999999999999999");
                break;
            default:
                reply.Error(
                    "ERR Wrong protocol type name. Please use one of the following: string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
                break;
        }
    }

    private static void WriteIntegers(IReply reply)
    {
        for (int i = 0; i < Items; i++)
        {
            reply.Integer(i);
        }
    }

    private static void WriteMap(IReply reply)
    {
        reply.Map(Items);
        for (int i = 0; i < Items; i++)
        {
            reply.Integer(i);
            reply.Boolean(i == 1);
        }
    }

    private static void WriteAttribute(IReply reply)
    {
        if (reply.Protocol == 3)
        {
            reply.Attribute(1);
            reply.Text("key-popularity");
            reply.Array(2);
            reply.Text("key:123");
            reply.Integer(90);
        }

        reply.Text("Some real reply following the attribute");
    }

    private static void WritePush(CommandCall call)
    {
        if (call.Reply is not RespReply { Protocol: 3 } reply)
        {
            call.Reply.Error("ERR RESP2 is not supported by this command");
            return;
        }

        reply.Push(2);
        reply.Text("server-cpu-usage");
        reply.Integer(42);
        reply.Text("Some real reply following the push reply");
    }
}
