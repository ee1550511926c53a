using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Who clients are, and what they may do.</summary>
internal sealed class AccessControl(ServerSettings settings, ServerClock clock)
{
    internal AclUsers Users { get; } = new();

    /// <summary>
    /// Whether a client's user may run a command, without noting it anywhere: for scripts, ACL DRYRUN and <c>redis.acl_check_cmd</c>. The words must be as
    /// many as the command needs.
    /// </summary>
    internal static AclVerdict Check(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words) =>
        client.User is null ? AclVerdict.Allowed : AclChecker.Check(client.User, facts, words);

    /// <summary>Like <see cref="Check"/>, and a denial is put into the ACL log; null or Redis's error, beginning with <c>NOPERM</c>.</summary>
    internal string? Refusal(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words)
    {
        AclVerdict verdict = Check(client, facts, words);
        if (verdict.Denial == AclDenial.None)
        {
            return null;
        }

        LogDenial(client, facts, words, verdict);
        return "NOPERM " + verdict.Denial switch
        {
            AclDenial.Key => "this user has no permissions to access one of the keys used as arguments",
            AclDenial.Channel => "this user has no permissions to access one of the channels used as arguments",
            _ => $"this user has no permissions to run the '{facts.FullName}' command",
        };
    }

    /// <summary>Notes a denial in the ACL log.</summary>
    internal void LogDenial(ClientSession client, CommandFacts facts, ReadOnlySpan<byte[]> words, AclVerdict verdict)
    {
        string about = verdict.Denial == AclDenial.Command ? facts.FullName : Encoding.Latin1.GetString(words[verdict.Position]);
        string context = client.IsScript ? "lua" : client.Transaction is not null ? "multi" : "toplevel";
        Log(verdict.Denial.ToString().ToLowerInvariant(), context, about, client.User!.Name, client);
    }

    /// <summary>Makes a new client the default user, who is logged in where no password is asked.</summary>
    internal void Greet(ClientSession client)
    {
        client.User = Users.Default;
        client.IsAuthenticated = Users.Default is { IsEnabled: true, NeedsNoPassword: true };
    }

    /// <summary>Logs a client in; false, noted under the word that it called, where name and password do not go together.</summary>
    internal bool TryLogIn(ClientSession client, byte[] name, byte[] password, string word)
    {
        string userName = Encoding.Latin1.GetString(name);
        if (Users.Find(userName) is not { } user || !user.Accepts(password))
        {
            Log("auth", client.Transaction is not null ? "multi" : "toplevel", word, userName, client);
            return false;
        }

        client.User = user;
        client.IsAuthenticated = true;
        return true;
    }

    private void Log(string reason, string context, string about, string user, ClientSession client)
    {
        string info = ClientDescription.Of(client.Caller ?? client, clock.Now);
        Users.Log.Add(new AclLogEntry(reason, context, about, user, info, clock.Milliseconds, 1), settings.AclLogLength.Value);
    }
}
