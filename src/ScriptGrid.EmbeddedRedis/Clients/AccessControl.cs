using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Who the clients are, and what they may do.</summary>
internal sealed class AccessControl(ServerSettings settings, ServerClock clock)
{
    private const string RulesChanged = "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
        + "This command is no longer allowed for the following reason: ";

    internal AclUsers Users { get; } = new();

    /// <summary>
    /// Whether a client's user may run a command. Logs nothing; used for scripts, ACL DRYRUN and <c>redis.acl_check_cmd</c>. The command must have the number
    /// of words that it needs.
    /// </summary>
    internal static AclVerdict Check(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words) =>
        client.User is null ? AclVerdict.Allowed : AclChecker.Check(client.User, facts, words);

    /// <summary>Whether a client's user may run a command that reads keys which its words do not name.</summary>
    internal static bool AllowsReadingAllKeys(ClientSession client, string command, ReadOnlySpan<byte[]> words) =>
        client.User is null || AclChecker.AllowsReadingAllKeys(client.User, CommandCatalogue.All[command], words);

    /// <summary>Like <see cref="Check"/>, but adds a denial to the ACL log. Returns null, or Redis's error that begins with <c>NOPERM</c>.</summary>
    internal string? Refusal(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words) => Denial(client, facts, words) switch
    {
        AclDenial.None => null,
        AclDenial.Key => "NOPERM this user has no permissions to access one of the keys used as arguments",
        AclDenial.Channel => "NOPERM this user has no permissions to access one of the channels used as arguments",
        _ => $"NOPERM this user has no permissions to run the '{facts.FullName}' command",
    };

    /// <summary>Like <see cref="Refusal"/>, but for a command that was allowed when it was queued and that EXEC is about to run.</summary>
    internal string? RefusalInExec(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words) => Denial(client, facts, words) switch
    {
        AclDenial.None => null,
        AclDenial.Key => RulesChanged + "no permission to touch the specified keys",
        AclDenial.Channel => RulesChanged + "no permission to access one of the channels used as arguments",
        _ => RulesChanged + "no permission to execute the command or subcommand",
    };

    /// <summary>Adds a denial to the ACL log.</summary>
    internal void LogDenial(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words, AclVerdict verdict)
    {
        string about = verdict.Denial == AclDenial.Command ? facts.FullName : Encoding.Latin1.GetString(words[verdict.Position]);
        Log(verdict.Denial.ToString().ToLowerInvariant(), about, client.User!.Name, client);
    }

    /// <summary>Checks a command, and adds a denial to the ACL log.</summary>
    private AclDenial Denial(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        AclVerdict verdict = Check(client, facts, words);
        if (verdict.Denial != AclDenial.None)
        {
            LogDenial(client, facts, words, verdict);
        }

        return verdict.Denial;
    }

    /// <summary>Makes the default user the user of a new client. The client is logged in if that user is enabled and needs no password.</summary>
    internal void Greet(ClientSession client)
    {
        client.User = Users.Default;
        client.IsAuthenticated = Users.Default.IsOpen;
    }

    /// <summary>Whether a client must log in before it may run commands. Clients that are not logged in need not once the default user needs no password.</summary>
    internal bool NeedsLogin(ClientSession client) => !client.IsAuthenticated && !Users.Default.IsOpen;

    /// <summary>
    /// Logs a client in. If the name and password are wrong, returns false and adds an entry to the ACL log, with <paramref name="word"/> as what was denied.
    /// </summary>
    internal bool TryLogIn(ClientSession client, byte[] name, byte[] password, string word)
    {
        string userName = Encoding.Latin1.GetString(name);
        if (Users.Find(userName) is not { } user || !user.Accepts(password))
        {
            Log("auth", word, userName, client);
            return false;
        }

        client.User = user;
        client.IsAuthenticated = true;
        return true;
    }

    private void Log(string reason, string about, string user, ClientSession client)
    {
        string context = client.IsScript ? "lua" : client.Transaction is not null || client.IsInExec ? "multi" : "toplevel";
        string info = ClientDescription.Of(client.Caller ?? client, clock.Now);
        Users.Log.Add(new AclLogEntry(reason, context, about, user, info, clock.Milliseconds, 1), settings.AclLogLength.Value);
    }
}
