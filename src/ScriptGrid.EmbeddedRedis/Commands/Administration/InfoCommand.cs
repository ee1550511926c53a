using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>INFO.</summary>
/// <param name="sections">The sections, in the order of the reply.</param>
internal sealed class InfoCommand(IReadOnlyList<InfoSection> sections)
{
    internal void Register(CommandTable table) => table.Add("info", Info);

    private void Info(CommandCall call)
    {
        var wanted = new HashSet<string>();
        for (int i = 1; i < call.Words.Length; i++)
        {
            wanted.Add(call.Text(i).ToLowerInvariant());
        }

        bool wantsAll = wanted.Contains("all") || wanted.Contains("everything");
        bool wantsDefault = wanted.Count == 0 || wanted.Contains("default");
        var info = new InfoWriter();
        foreach ((string name, bool isDefault, Action<InfoWriter> write) in sections)
        {
            if (wantsAll || (wantsDefault && isDefault) || wanted.Contains(name))
            {
                write(info);
            }
        }

        call.Reply.Verbatim("txt", Encoding.Latin1.GetBytes(info.ToString()));
    }
}

/// <summary>One section of INFO.</summary>
/// <param name="Name">The name by which clients ask for it.</param>
/// <param name="IsDefault">Whether INFO includes it by default.</param>
/// <param name="Write">Writes its title and its lines.</param>
internal sealed record InfoSection(string Name, bool IsDefault, Action<InfoWriter> Write);
