using System.Text.Json;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>The HELP subcommand of a container, with the text of Redis 7.0.15 (<c>help.json</c>), for the subcommands that exist here.</summary>
internal static class HelpText
{
    private static readonly Lazy<Dictionary<string, string[]>> All = new(Read);

    /// <summary>Adds <c>container help</c>. It covers all subcommands, even those that are added later.</summary>
    internal static void AddHelp(this CommandTable table, string container) =>
        table.Add($"{container} help", call => Write(call.Reply, table, container));

    private static void Write(IReply reply, CommandTable table, string container)
    {
        table.TryFind(container, out Command? command);
        var shown = new List<string>();
        bool isThere = true;
        foreach (string line in All.Value[container])
        {
            // A subcommand begins its line; its description follows, indented. The first line is about the container.
            if (!line.StartsWith(' ') && shown.Count > 0)
            {
                isThere = line.StartsWith('(') || command!.Subcommands!.ContainsKey(line.Split(' ')[0]);
            }

            if (isThere)
            {
                shown.Add(line);
            }
        }

        reply.Array(shown.Count);
        shown.ForEach(reply.Status);
    }

    private static Dictionary<string, string[]> Read()
    {
        using Stream stream = typeof(HelpText).Assembly.GetManifestResourceStream("help.json")!;
        return JsonDocument.Parse(stream).RootElement.EnumerateObject().ToDictionary(
            static property => property.Name,
            static property => property.Value.EnumerateArray().Select(static line => line.GetString()!).ToArray());
    }
}
