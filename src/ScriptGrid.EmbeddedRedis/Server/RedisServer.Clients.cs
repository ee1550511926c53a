using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <content>What the server does as clients come, go and end their commands.</content>
internal sealed partial class RedisServer
{
    internal WatchList Watches { get; }

    internal ClientPause Pause { get; }

    internal PubSub PubSub { get; }

    internal Monitors Monitors { get; }

    internal BlockedClients Blocked { get; }

    /// <summary>A client came.</summary>
    internal void Greet(ClientSession client)
    {
        client.User = Users.Default;
        client.IsAuthenticated = Users.Default is { IsEnabled: true, NeedsNoPassword: true };
    }

    /// <summary>A client went: nobody needs to tell it anything any more.</summary>
    internal void Leave(ClientSession client)
    {
        Discard(client);
        PubSub.Leave(client);
        Monitors.Remove(client);
        Blocked.Leave(client);
    }

    /// <summary>Forgets a client's transaction and what it watches.</summary>
    internal void Discard(ClientSession client)
    {
        client.Transaction = null;
        Watches.UnwatchAll(client);
        client.DenyBlocking = client.Connection is null;
    }

    /// <summary>A client's command has ended, scripts and transactions as a whole: those who waited for its effects are served.</summary>
    internal void AfterCommand()
    {
        if (Blocked.Count > 0 && Running is null)
        {
            Blocked.ServeReady();
        }
    }

    /// <summary>Whether CLIENT PAUSE holds a command back.</summary>
    internal bool IsPaused(ClientSession client, Command command) => Pause.Holds(client, command);
}
