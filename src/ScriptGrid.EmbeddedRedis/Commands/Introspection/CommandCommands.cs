using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Introspection;

/// <summary>COMMAND: the commands that the server has, and where the keys of a command are.</summary>
internal sealed class CommandCommands(CommandTable commands)
{
    internal void Register(CommandTable table)
    {
        table.Add("command count", call => call.Reply.Integer(commands.All.Count));
        table.Add("command list", List);
        table.Add("command info", Info);
        table.Add("command docs", Docs);
        table.Add("command getkeys", call => GetKeys(call, withFlags: false));
        table.Add("command getkeysandflags", call => GetKeys(call, withFlags: true));
        table.AddHelp("command");
        table.SetBare("command", All);
    }

    private void All(CommandCall call)
    {
        call.Reply.Array(commands.All.Count);
        foreach (Command command in commands.All)
        {
            CommandDescription.WriteInfo(call.Reply, command);
        }
    }

    private void Info(CommandCall call)
    {
        if (call.Words.Length == 2)
        {
            All(call);
            return;
        }

        call.Reply.Array(call.Words.Length - 2);
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (Find(call, i) is { } command)
            {
                CommandDescription.WriteInfo(call.Reply, command);
            }
            else
            {
                call.Reply.Null();
            }
        }
    }

    private void Docs(CommandCall call)
    {
        List<Command> found = call.Words.Length == 2 ? [.. commands.All] : [];
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (Find(call, i) is { } command)
            {
                found.Add(command);
            }
        }

        call.Reply.Map(found.Count);
        foreach (Command command in found)
        {
            DocsReply.Write(call.Reply, command);
        }
    }

    private void List(CommandCall call)
    {
        IEnumerable<Command> withSubcommands = commands.All.SelectMany(static command => (Command[])[command, .. command.Subcommands?.Values ?? []]);
        IEnumerable<Command> listed = withSubcommands;
        if (call.Words.Length == 5 && call.Is(2, "FILTERBY"))
        {
            byte[] argument = call.Words[4];
            string text = call.Text(4).ToLowerInvariant();
            if (call.Is(3, "MODULE"))
            {
                listed = [];
            }
            else if (call.Is(3, "ACLCAT"))
            {
                listed = AclCommands.Categories.Contains(text) ? withSubcommands.Where(command => command.Subcommands is null && command.Facts.Categories.Contains(text)) : [];
            }
            else if (call.Is(3, "PATTERN"))
            {
                listed = withSubcommands.Where(command => Glob.Matches(argument, Encoding.Latin1.GetBytes(command.FullName), ignoreCase: true));
            }
            else
            {
                call.Reply.Error(DataErrors.Syntax);
                return;
            }
        }
        else if (call.Words.Length != 2)
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        call.Reply.Texts([.. listed.Select(static command => command.FullName)]);
    }

    private void GetKeys(CommandCall call, bool withFlags)
    {
        ReadOnlySpan<byte[]> words = call.Words[2..];
        if (commands.Find(words, out _) is not { } command)
        {
            call.Reply.Error("ERR Invalid command specified");
            return;
        }

        if (CommandDetails.All[command.Facts.Name].Keys.All(static specification => specification.IsNoKey))
        {
            call.Reply.Error("ERR The command has no key arguments");
            return;
        }

        if (CommandTable.ArityProblem(command, words.Length) is not null)
        {
            call.Reply.Error("ERR Invalid number of arguments specified for command");
            return;
        }

        if (KeyFinder.Find(command.Facts, words) is not { Count: > 0 } keys)
        {
            WriteInvalid(call, command);
            return;
        }

        call.Reply.Array(keys.Count);
        foreach (KeyUse key in keys)
        {
            if (withFlags)
            {
                call.Reply.Array(2);
            }

            call.Reply.Bulk(words[key.Position]);
            if (withFlags)
            {
                CommandDescription.WriteWords(call.Reply, key.Flags);
            }
        }
    }

    private static void WriteInvalid(CommandCall call, Command command)
    {
        if (command.Facts.Flags.HasFlag(CommandFlags.NoMandatoryKeys))
        {
            call.Reply.Array(0);
        }
        else
        {
            call.Reply.Error("ERR Invalid arguments specified for command");
        }
    }

    private Command? Find(CommandCall call, int index)
    {
        string[] names = call.WholeText(index).Split('|');
        if (!commands.TryFind(names[0], out Command? command) || names.Length == 1)
        {
            return command;
        }

        return names.Length == 2 && command.Subcommands is not null && command.Subcommands.TryGetValue(names[1], out Command? subcommand) ? subcommand : null;
    }
}
