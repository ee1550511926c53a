using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Server;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>INFO.</summary>
internal static class InfoCommand
{
    /// <summary>In the order of the reply; those that INFO gives without being asked first.</summary>
    private static readonly (string Name, bool IsDefault, Action<InfoWriter, RedisServer> Write)[] Sections =
    [
        ("server", true, InfoSections.Server),
        ("clients", true, InfoSections.Clients),
        ("memory", true, InfoSections.Memory),
        ("persistence", true, InfoSections.Persistence),
        ("stats", true, InfoActivity.Statistics),
        ("replication", true, InfoActivity.Replication),
        ("cpu", true, InfoActivity.Cpu),
        ("modules", true, static (info, _) => info.Section("Modules")),
        ("commandstats", false, InfoActivity.Commands),
        ("errorstats", true, InfoActivity.Errors),
        ("latencystats", false, static (info, _) => info.Section("Latencystats")),
        ("cluster", true, InfoActivity.Cluster),
        ("keyspace", true, InfoActivity.Keyspace),
    ];

    internal static void Register(CommandTable table) => table.Add("info", Info);

    private static void Info(CommandCall call)
    {
        var wanted = new HashSet<string>();
        for (int i = 1; i < call.Words.Length; i++)
        {
            wanted.Add(call.Text(i).ToLowerInvariant());
        }

        bool wantsAll = wanted.Contains("all") || wanted.Contains("everything");
        bool wantsDefault = wanted.Count == 0 || wanted.Contains("default");
        var info = new InfoWriter();
        foreach ((string name, bool isDefault, Action<InfoWriter, RedisServer> write) in Sections)
        {
            if (wantsAll || (wantsDefault && isDefault) || wanted.Contains(name))
            {
                write(info, call.Server);
            }
        }

        call.Reply.Verbatim("txt", Encoding.UTF8.GetBytes(info.ToString()));
    }
}
