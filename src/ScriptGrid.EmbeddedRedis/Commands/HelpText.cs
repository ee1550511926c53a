using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>The HELP subcommand of a container: which subcommands there are and how many words they take.</summary>
internal static class HelpText
{
    /// <summary>Adds <c>container help</c>. It tells of all subcommands, those too that are added later.</summary>
    internal static void AddHelp(this CommandTable table, string container) =>
        table.Add($"{container} help", call => Write(call.Reply, table, container));

    private static void Write(IReply reply, CommandTable table, string container)
    {
        table.TryFind(container, out Command? command);
        Command[] subcommands = [.. command!.Subcommands!.Values.OrderBy(static subcommand => subcommand.Facts.Name, StringComparer.Ordinal)];
        reply.Array(subcommands.Length + 1);
        reply.Status($"{container.ToUpperInvariant()} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
        foreach (Command subcommand in subcommands)
        {
            int words = Math.Abs(subcommand.Facts.Arity) - 2;
            string name = subcommand.Facts.Name.Split(' ')[1].ToUpperInvariant();
            string more = subcommand.Facts.Arity < 0 ? " [<arg> ...]" : "";
            reply.Status(name + string.Concat(Enumerable.Repeat(" <arg>", words)) + more);
        }
    }
}
