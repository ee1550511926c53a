using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>Who may do what.</content>
internal sealed partial class RedisServer
{
    internal AclUsers Users { get; } = new();

    /// <summary>
    /// Whether a client's user may run a command, without noting it anywhere: for scripts, ACL DRYRUN and <c>redis.acl_check_cmd</c>. The words must be as
    /// many as the command needs.
    /// </summary>
    internal static AclVerdict CheckAccess(ClientSession client, Command command, ReadOnlySpan<byte[]> words) =>
        client.User is null ? AclVerdict.Allowed : AclChecker.Check(client.User, command.Facts, words);

    /// <summary>Like <see cref="CheckAccess"/>, and a denial is put into the ACL log; null or Redis's error, beginning with <c>NOPERM</c>.</summary>
    internal string? CheckPermission(ClientSession client, Command command, ReadOnlySpan<byte[]> words)
    {
        AclVerdict verdict = CheckAccess(client, command, words);
        if (verdict.Denial == AclDenial.None)
        {
            return null;
        }

        LogDenial(client, command, words, verdict);
        return "NOPERM " + verdict.Denial switch
        {
            AclDenial.Key => "this user has no permissions to access one of the keys used as arguments",
            AclDenial.Channel => "this user has no permissions to access one of the channels used as arguments",
            _ => $"this user has no permissions to run the '{command.FullName}' command",
        };
    }

    /// <summary>Notes a denial in the ACL log.</summary>
    internal void LogDenial(ClientSession client, Command command, ReadOnlySpan<byte[]> words, AclVerdict verdict)
    {
        string about = verdict.Denial == AclDenial.Command ? command.FullName : Encoding.UTF8.GetString(words[verdict.Position]);
        string context = client.IsScript ? "lua" : client.Transaction is not null ? "multi" : "toplevel";
        Log(verdict.Denial.ToString().ToLowerInvariant(), context, about, client.User!.Name, client);
    }

    /// <summary>Logs a client in; false, noted and counted, where name and password do not go together.</summary>
    internal bool TryLogIn(ClientSession client, byte[] name, byte[] password, string command)
    {
        string userName = Encoding.UTF8.GetString(name);
        if (Users.Find(userName) is not { } user || !user.Accepts(password))
        {
            Statistics.AclDeniedAuthentications++;
            Log("auth", client.Transaction is not null ? "multi" : "toplevel", command, userName, client);
            return false;
        }

        client.User = user;
        client.IsAuthenticated = true;
        return true;
    }

    private void Log(string reason, string context, string about, string user, ClientSession client)
    {
        string info = ClientDescription.Of(client.IsScript ? Running?.Caller ?? client : client, Clock.Now);
        Users.Log.Add(new AclLogEntry(reason, context, about, user, info, Clock.Milliseconds, 1), Settings.AclLogLength.Value);
    }
}
