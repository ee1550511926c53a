using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;

namespace ScriptGrid.EmbeddedRedis.Commands.Permissions;

/// <summary>ACL: categories, what a user may do, and what was denied.</summary>
internal sealed class AclInquiryCommands(AclUsers users, CommandTable commands)
{
    private const int DefaultLogEntries = 10;

    internal void Register(CommandTable table)
    {
        table.Add("acl cat", Categories);
        table.Add("acl dryrun", DryRun);
        table.Add("acl log", Log);
    }

    private static void Categories(CommandCall call)
    {
        if (call.Words.Length > 3)
        {
            call.FailSubcommand();
            return;
        }

        if (call.Words.Length == 2)
        {
            call.Reply.Texts(AclCommands.Categories);
            return;
        }

        string category = call.Text(2);
        if (!AclCommands.Categories.Contains(category, StringComparer.OrdinalIgnoreCase))
        {
            call.Reply.Error($"ERR Unknown category '{category}'");
            return;
        }

        call.Reply.Texts(
            [.. AclCommands.InCategory(category.ToLowerInvariant()).Select(static number => AclCommands.ByNumber(number).FullName)]);
    }

    private void DryRun(CommandCall call)
    {
        if (users.Find(call.WholeText(2)) is not { } user)
        {
            call.Reply.Error($"ERR User '{call.Text(2)}' not found");
            return;
        }

        ReadOnlySpan<byte[]> words = call.Words[3..];
        if (commands.Find(words, out _) is not { } command)
        {
            call.Reply.Error($"ERR Command '{call.Text(3)}' not found");
            return;
        }

        if (CommandTable.ArityProblem(command, words.Length) is { } problem)
        {
            call.Reply.Error(problem);
            return;
        }

        AclVerdict verdict = AclChecker.Check(user, command.Facts, words);
        switch (verdict.Denial)
        {
            case AclDenial.None:
                call.Ok();
                break;
            case AclDenial.Command:
                call.Reply.Text($"This user has no permissions to run the '{command.FullName}' command");
                break;
            case AclDenial.Key:
                call.Reply.Text($"This user has no permissions to access the '{call.Text(3 + verdict.Position)}' key");
                break;
            default:
                call.Reply.Text($"This user has no permissions to access the '{call.Text(3 + verdict.Position)}' channel");
                break;
        }
    }

    private void Log(CommandCall call)
    {
        if (call.Words.Length == 3 && call.Is(2, "RESET"))
        {
            users.Log.Clear();
            call.Ok();
            return;
        }

        long count = DefaultLogEntries;
        if (call.Words.Length > 3)
        {
            call.FailSubcommand();
        }
        else if (call.Words.Length == 2 || call.TryInteger(2, out count))
        {
            Write(call, [.. users.Log.Entries.Take((int)Math.Clamp(count, 0, int.MaxValue))]);
        }
    }

    private static void Write(CommandCall call, AclLogEntry[] entries)
    {
        call.Reply.Array(entries.Length);
        foreach (AclLogEntry entry in entries)
        {
            call.Reply.Map(7);
            call.Reply.Text("count");
            call.Reply.Integer(entry.Count);
            call.Reply.Text("reason");
            call.Reply.Text(entry.Reason);
            call.Reply.Text("context");
            call.Reply.Text(entry.Context);
            call.Reply.Text("object");
            call.Reply.Text(entry.Object);
            call.Reply.Text("username");
            call.Reply.Text(entry.User);
            call.Reply.Text("age-seconds");
            call.Reply.Double((call.Clock.Milliseconds - entry.At) / 1000.0);
            call.Reply.Text("client-info");
            call.Reply.Text(entry.ClientInfo);
        }
    }
}
