using System.Text.Json;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Introspection;

/// <summary>The reply of COMMAND DOCS.</summary>
internal static class DocsReply
{
    /// <summary>Writes the name and the documentation of a command, including its subcommands that the server has.</summary>
    internal static void Write(IReply reply, Command command)
    {
        reply.Text(command.FullName);
        JsonElement docs = CommandDocs.Of(command.FullName);
        JsonProperty[] properties = [.. docs.EnumerateObject()];
        reply.Map(properties.Length);
        foreach (JsonProperty property in properties)
        {
            reply.Text(property.Name);
            if (property.Name == CommandDocs.Subcommands)
            {
                WriteSubcommands(reply, command);
            }
            else
            {
                Write(reply, property.Name, property.Value);
            }
        }
    }

    private static void WriteSubcommands(IReply reply, Command command)
    {
        reply.Map(command.Subcommands!.Count);
        foreach (Command subcommand in command.Subcommands.Values)
        {
            Write(reply, subcommand);
        }
    }

    private static void Write(IReply reply, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                reply.Map(value.EnumerateObject().Count());
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    reply.Text(property.Name);
                    Write(reply, property.Name, property.Value);
                }

                break;
            case JsonValueKind.Array when name is "flags" or "doc_flags":
                CommandDescription.WriteWords(reply, [.. value.EnumerateArray().Select(static word => word.GetString()!)]);
                break;
            case JsonValueKind.Array:
                WriteList(reply, name, value);
                break;
            case JsonValueKind.Number:
                reply.Integer(value.GetInt64());
                break;
            default:
                reply.Text(value.GetString()!);
                break;
        }
    }

    private static void WriteList(IReply reply, string name, JsonElement list)
    {
        if (name == "history")
        {
            reply.Set(list.GetArrayLength());
        }
        else
        {
            reply.Array(list.GetArrayLength());
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            Write(reply, "", item);
        }
    }
}
