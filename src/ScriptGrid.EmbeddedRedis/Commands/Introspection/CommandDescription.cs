using System.Globalization;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Introspection;

/// <summary>Describes commands as COMMAND INFO does.</summary>
internal static class CommandDescription
{
    private static readonly (CommandFlags Flag, string Name)[] FlagNames =
    [
        (CommandFlags.Write, "write"),
        (CommandFlags.ReadOnly, "readonly"),
        (CommandFlags.DenyOom, "denyoom"),
        (CommandFlags.Admin, "admin"),
        (CommandFlags.PubSub, "pubsub"),
        (CommandFlags.NoScript, "noscript"),
        (CommandFlags.Blocking, "blocking"),
        (CommandFlags.Loading, "loading"),
        (CommandFlags.Stale, "stale"),
        (CommandFlags.SkipMonitor, "skip_monitor"),
        (CommandFlags.SkipSlowLog, "skip_slowlog"),
        (CommandFlags.Asking, "asking"),
        (CommandFlags.Fast, "fast"),
        (CommandFlags.NoAuth, "no_auth"),
        (CommandFlags.NoMandatoryKeys, "no_mandatory_keys"),
        (CommandFlags.NoAsyncLoading, "no_async_loading"),
        (CommandFlags.NoMulti, "no_multi"),
        (CommandFlags.MovableKeys, "movablekeys"),
        (CommandFlags.AllowBusy, "allow_busy"),
    ];

    private static readonly string[] IndexNames = ["index"];
    private static readonly string[] KeywordNames = ["keyword", "startfrom"];
    private static readonly string[] RangeNames = ["lastkey", "keystep", "limit"];
    private static readonly string[] CountedNames = ["keynumidx", "firstkey", "keystep"];

    internal static void WriteInfo(IReply reply, Command command)
    {
        CommandFacts facts = command.Facts;
        reply.Array(10);
        reply.Text(command.FullName);
        reply.Integer(facts.Arity);
        WriteSet(reply, [.. FlagNames.Where(pair => facts.Flags.HasFlag(pair.Flag)).Select(static pair => pair.Name)]);
        reply.Integer(facts.FirstKey);
        reply.Integer(facts.LastKey);
        reply.Integer(facts.KeyStep);
        WriteSet(reply, [.. AclCommands.Categories.Where(facts.Categories.Contains).Select(static category => "@" + category)]);
        CommandDetails details = CommandDetails.All[facts.Name];
        reply.Set(details.Tips.Count);
        foreach (string tip in details.Tips)
        {
            reply.Text(tip);
        }

        IReadOnlyList<KeySpecification> keys = details.Keys;
        reply.Set(keys.Count);
        foreach (KeySpecification key in keys)
        {
            WriteKey(reply, key);
        }

        if (command.Subcommands is null)
        {
            reply.Set(0);
        }
        else
        {
            reply.Array(command.Subcommands.Count);
        }

        foreach (Command subcommand in command.Subcommands?.Values ?? [])
        {
            WriteInfo(reply, subcommand);
        }
    }

    /// <summary>Writes words as a set of statuses.</summary>
    internal static void WriteWords(IReply reply, IReadOnlyList<string> words) => WriteSet(reply, words);

    private static void WriteSet(IReply reply, IReadOnlyList<string> words)
    {
        reply.Set(words.Count);
        foreach (string word in words)
        {
            reply.Status(word);
        }
    }

    private static void WriteKey(IReply reply, KeySpecification key)
    {
        reply.Map(key.Note is null ? 3 : 4);
        if (key.Note is { } note)
        {
            reply.Text("notes");
            reply.Text(note);
        }

        reply.Text("flags");
        WriteSet(reply, key.Flags);
        reply.Text("begin_search");
        WriteSearch(reply, key.Begin, key.Begin[0] == "index" ? IndexNames : KeywordNames);
        reply.Text("find_keys");
        WriteSearch(reply, key.Find, key.Find[0] == "range" ? RangeNames : CountedNames);
    }

    private static void WriteSearch(IReply reply, IReadOnlyList<string> words, string[] names)
    {
        reply.Map(2);
        reply.Text("type");
        reply.Text(words[0]);
        reply.Text("spec");
        reply.Map(words.Count - 1);
        for (int i = 1; i < words.Count; i++)
        {
            reply.Text(names[i - 1]);
            if (long.TryParse(words[i], CultureInfo.InvariantCulture, out long number))
            {
                reply.Integer(number);
            }
            else
            {
                reply.Text(words[i]);
            }
        }
    }
}
