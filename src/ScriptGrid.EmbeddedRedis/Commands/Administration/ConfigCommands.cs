using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>CONFIG.</summary>
internal sealed class ConfigCommands(ServerSettings settings, Limits limits, Action resetStatistics)
{
    internal void Register(CommandTable table)
    {
        table.Add("config get", Get);
        table.Add("config set", Set);
        table.Add("config resetstat", ResetStatistics);
        table.Add("config rewrite", static call => call.Reply.Error("ERR The server is running without a config file"));
        table.AddHelp("config");
    }

    private void Get(CommandCall call)
    {
        var found = new SortedDictionary<string, Setting>(StringComparer.OrdinalIgnoreCase);
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (!IsPattern(call.Words[i]) && settings.All.TryGetValue(call.WholeText(i), out Setting? setting))
            {
                found.TryAdd(call.WholeText(i), setting); // Under the name that the client used.
            }
        }

        foreach ((string name, Setting setting) in settings.All)
        {
            for (int i = 2; i < call.Words.Length; i++)
            {
                if (IsPattern(call.Words[i]) && Glob.Matches(CText.Of(call.Words[i]), Encoding.Latin1.GetBytes(name), ignoreCase: true))
                {
                    found.TryAdd(name, setting);
                }
            }
        }

        call.Reply.Map(found.Count);
        foreach ((string name, Setting setting) in found)
        {
            call.Reply.Text(name);
            call.Reply.Text(setting.Text);
        }
    }

    private static bool IsPattern(ReadOnlySpan<byte> word) => CText.Of(word).ContainsAny("[*?"u8);

    /// <summary>Sets all parameters, or none if one value is invalid.</summary>
    private void Set(CommandCall call)
    {
        if (call.Words.Length % 2 != 0)
        {
            call.Reply.Error(DataErrors.Syntax);
            return;
        }

        var changes = new List<(Setting Setting, string Name, string Text)>();
        for (int i = 2; i < call.Words.Length; i += 2)
        {
            string name = call.WholeText(i);
            if (!settings.All.TryGetValue(name, out Setting? setting))
            {
                call.Reply.Error($"ERR Unknown option or number of arguments for CONFIG SET - '{WordText.Of(call.Words[i])}'");
                return;
            }

            string? problem = setting.IsFixed ? "can't set immutable config"
                : setting.IsProtected ? "can't set protected config"
                : changes.Exists(change => change.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? "duplicate parameter"
                : null;
            if (problem is not null)
            {
                Refuse(call, name, problem);
                return;
            }

            changes.Add((setting, name, call.WholeText(i + 1)));
        }

        Apply(call, changes);
    }

    private void Apply(CommandCall call, List<(Setting Setting, string Name, string Text)> changes)
    {
        var before = new List<(Setting Setting, string Text)>();
        foreach ((Setting setting, string name, string text) in changes)
        {
            string old = setting.Text;
            if (setting.TrySet(text) is { } problem)
            {
                before.ForEach(static change => change.Setting.TrySet(change.Text));
                Refuse(call, name.ToLowerInvariant(), problem); // Redis shows its own spelling of the name here, but the client's in the checks of the words.
                return;
            }

            before.Add((setting, old));
        }

        limits.LacksRoom(); // Evicts keys at once if the memory limit is now lower.
        call.Ok();
    }

    private static void Refuse(CommandCall call, string name, string problem) =>
        call.Reply.Error($"ERR CONFIG SET failed (possibly related to argument '{name}') - {problem}");

    private void ResetStatistics(CommandCall call)
    {
        resetStatistics();
        call.Ok();
    }
}
