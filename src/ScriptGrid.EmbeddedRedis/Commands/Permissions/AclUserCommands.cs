using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Permissions;

/// <summary>ACL: users and what they may do.</summary>
internal sealed class AclUserCommands(AclUsers users, ClientRegistry clients)
{
    private const string NoFile =
        "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE "
        + "(assuming you have a Redis configuration file set) in order to store users in the Redis configuration.";

    internal void Register(CommandTable table)
    {
        table.Add("acl setuser", SetUser);
        table.Add("acl getuser", GetUser);
        table.Add("acl deluser", DelUser);
        table.Add("acl list", call => call.Reply.Texts([.. users.All.Select(static user => user.Describe())]));
        table.Add("acl users", call => call.Reply.Texts([.. users.All.Select(static user => user.Name)]));
        table.Add("acl whoami", static call => call.Reply.Text(call.Client.User?.Name ?? "default"));
        table.Add("acl genpass", GeneratePassword);
        table.Add("acl load", static call => call.Reply.Error(NoFile));
        table.Add("acl save", static call => call.Reply.Error(NoFile));
        table.AddHelp("acl");
    }

    private void SetUser(CommandCall call)
    {
        string name = call.WholeText(2);
        if (name.Any(static letter => letter is ' ' or '\0' or (>= '\t' and <= '\r')))
        {
            call.Reply.Error("ERR Usernames can't contain spaces or null characters");
            return;
        }

        if (AclRules.Join(call.Words[3..], out string? problem) is not { } rules)
        {
            call.Reply.Error(problem!);
            return;
        }

        // All rules are applied, or none: they are tried on a copy.
        AclUser user = users.Find(name)?.Copy() ?? users.New(name);
        foreach (byte[] rule in rules)
        {
            if (users.Apply(user, rule) is { } reason)
            {
                call.Reply.Error($"ERR Error in ACL SETUSER modifier '{WordText.Of(rule)}': {reason}");
                return;
            }
        }

        if (users.Find(name) is { } old && LosesChannels(old, user))
        {
            Disconnect(call, client => client.User == old && client.Class == ClientClass.PubSub && !AllowsSubscriptions(user, client.Subscriptions));
        }

        Replace(user);
        call.Ok();
    }

    private void Replace(AclUser user)
    {
        AclUser? old = users.Find(user.Name);
        users.Put(user);
        foreach (ClientSession client in clients.All.Where(client => client.User is not null && client.User == old))
        {
            client.User = user;
        }
    }

    /// <summary>Whether subscriptions that a user was allowed may be forbidden by the user's new rules.</summary>
    private static bool LosesChannels(AclUser old, AclUser user) =>
        !user.Selectors.Exists(static selector => selector.AllowsAllChannels)
        && old.Selectors.Exists(selector => selector.AllowsAllChannels || selector.Channels.Exists(channel => !user.AllowsChannel(channel, isPattern: true)));

    private static bool AllowsSubscriptions(AclUser user, Subscriptions subscriptions) =>
        subscriptions.Patterns.All(pattern => user.AllowsChannel(pattern, isPattern: true))
        && subscriptions.Channels.Concat(subscriptions.ShardChannels).All(channel => user.AllowsChannel(channel, isPattern: false));

    private void GetUser(CommandCall call)
    {
        if (users.Find(call.WholeText(2)) is not { } user)
        {
            call.Reply.Null();
            return;
        }

        call.Reply.Map(6);
        call.Reply.Text("flags");
        string[] flags = [.. user.Flags()];
        call.Reply.Set(flags.Length);
        Array.ForEach(flags, call.Reply.Text);
        call.Reply.Text("passwords");
        call.Reply.Texts(user.Passwords);
        WriteSelector(call.Reply, user.Root);
        call.Reply.Text("selectors");
        call.Reply.Array(user.Selectors.Count - 1);
        foreach (AclSelector selector in user.Selectors.Skip(1))
        {
            call.Reply.Map(3);
            WriteSelector(call.Reply, selector);
        }
    }

    private static void WriteSelector(IReply reply, AclSelector selector)
    {
        reply.Text("commands");
        reply.Text(selector.CommandRules);
        reply.Text("keys");
        reply.Text(AclText.Keys(selector));
        reply.Text("channels");
        reply.Text(AclText.Channels(selector, isFull: false));
    }

    private void DelUser(CommandCall call)
    {
        int removed = 0;
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (call.Text(i) == "default")
            {
                call.Reply.Error("ERR The 'default' user cannot be removed");
                return;
            }
        }

        for (int i = 2; i < call.Words.Length; i++)
        {
            if (users.Find(call.WholeText(i)) is { } user && users.Remove(user.Name))
            {
                removed++;
                Disconnect(call, client => client.User == user); // The user no longer exists.
            }
        }

        call.Reply.Integer(removed);
    }

    /// <summary>Disconnects some clients. The client that calls still gets its reply.</summary>
    private void Disconnect(CommandCall call, Func<ClientSession, bool> isMeant)
    {
        foreach (ClientSession client in clients.All.Where(isMeant).ToArray())
        {
            if (client == call.Client)
            {
                client.Connection!.IsClosingAfterReply = true;
            }
            else
            {
                client.Connection!.Close();
            }
        }
    }

    private static void GeneratePassword(CommandCall call)
    {
        const int MaxBits = 4096;
        const int BitsPerDigit = 4;
        long bits = 256;
        if (call.Words.Length > 3)
        {
            call.FailSubcommand();
        }
        else if (call.Words.Length < 3 || call.TryInteger(2, out bits))
        {
            if (bits is <= 0 or > MaxBits)
            {
                call.Reply.Error("ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096");
                return;
            }

            int digits = (int)(bits + BitsPerDigit - 1) / BitsPerDigit;
            call.Reply.Text(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes((digits + 1) / 2))[..digits]);
        }
    }
}
