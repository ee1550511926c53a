using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The clients that are connected, and what happens when one comes, speaks or goes.</summary>
internal sealed class ClientRegistry(RedisServer server)
{
    private const int FlushBytes = 256 * 1024;
    private const int MaxPendingBytes = 16 * 1024 * 1024;
    private const int MaxInputBytes = 1024 * 1024 * 1024;

    private readonly SortedDictionary<long, ClientSession> _clients = [];
    private readonly List<Connection> _written = [];
    private long _lastId;
    private int _unreleased;

    /// <summary>In the order they came.</summary>
    internal IReadOnlyCollection<ClientSession> All => _clients.Values;

    internal int Count => _clients.Count;

    /// <summary>Whether sockets are left that wait for the end of what is under way on them.</summary>
    internal bool AreSocketsLeft => _unreleased > 0;

    internal ClientSession? Find(long id) => _clients.GetValueOrDefault(id);

    /// <summary>A session for a caller in this process: it may do everything, and never waits.</summary>
    internal ClientSession CreateLocal() => new()
    {
        Id = ++_lastId,
        Reply = new RespReply(server.Statistics),
        DenyBlocking = true,
        ConnectedAt = server.Clock.Now,
    };

    internal void Accept(Socket socket)
    {
        server.Statistics.ConnectionsReceived++;
        var reply = new RespReply(server.Statistics);
        Connection connection;
        try
        {
            connection = new Connection(socket, server.Executor.Queue, reply);
        }
        catch (SocketException)
        {
            // Gone before it was greeted.
            socket.Dispose();
            return;
        }

        if (_clients.Count >= server.Settings.MaxClients.Value)
        {
            Refuse(connection);
            return;
        }

        long now = server.Clock.Now;
        var client = new ClientSession { Id = ++_lastId, Reply = reply, Connection = connection, ConnectedAt = now, ActiveAt = now };
        connection.Received = count => Received(client, count);
        _unreleased++;
        connection.Released = () => _unreleased--;
        connection.Sent = Sent;
        connection.Drained = () => Process(client);
        connection.Closed = () => Forget(client);
        _clients.Add(client.Id, client);
        server.Greet(client);
        connection.Receive();
    }

    /// <summary>Executes what a client sent, as far as it is whole and may run now.</summary>
    internal void Process(ClientSession client)
    {
        if (client.IsExecuting)
        {
            return;
        }

        Connection connection = client.Connection!;
        RequestParser parser = connection.Parser;
        parser.MaxBulkBytes = server.DataSettings.MaxBulkBytes;
        parser.IsTrusted = client.IsAuthenticated;
        while (MayRun(client) && parser.TryRead(connection.Input))
        {
            if (connection.Reply.Output.Length > FlushBytes)
            {
                connection.Flush();
            }

            if (!parser.Words.IsEmpty)
            {
                server.Dispatcher.Execute(client, parser.Words);
            }
        }

        if (parser.Fault is { } fault && !connection.IsClosingAfterReply)
        {
            connection.Reply.Error($"ERR Protocol error: {fault}");
            connection.IsClosingAfterReply = true;
        }

        parser.Forget();
        connection.Flush();
        connection.Receive();
    }

    /// <summary>Executes the command that a client was held back with, and what it sent after it.</summary>
    internal void Resume(ClientSession client)
    {
        byte[][]? postponed = client.Postponed;
        client.Postponed = null;
        if (postponed is not null && client.Connection is { IsClosed: false })
        {
            server.Dispatcher.Execute(client, postponed);
            Process(client);
        }
    }

    /// <summary>Sends what was written to a client out of turn, at the end of the work under way.</summary>
    internal void FlushLater(ClientSession client)
    {
        if (client.Connection is { } connection)
        {
            _written.Add(connection);
        }
    }

    internal void FlushWritten()
    {
        if (_written.Count > 0)
        {
            _written.ForEach(static connection => connection.Flush());
            _written.Clear();
        }
    }

    internal void CloseAll()
    {
        foreach (ClientSession client in All.ToArray())
        {
            client.Connection?.Flush();
            client.Connection?.Close();
        }
    }

    /// <summary>A client that does not take its replies must wait until it does.</summary>
    private static bool MayRun(ClientSession client) =>
        client.Blocked is null
        && client.Postponed is null
        && client.Connection is { IsClosed: false, IsClosingAfterReply: false, Parser.Fault: null, PendingBytes: < MaxPendingBytes };

    private void Received(ClientSession client, int count)
    {
        server.Statistics.InputBytes += count;
        server.Statistics.ReadsProcessed++;
        client.ActiveAt = server.Clock.Milliseconds;
        if (client.Connection!.Input.Unread.Length > MaxInputBytes)
        {
            client.Connection.Close();
            return;
        }

        Process(client);
    }

    private void Sent(int count)
    {
        server.Statistics.OutputBytes += count;
        server.Statistics.WritesProcessed++;
    }

    private void Refuse(Connection connection)
    {
        server.Statistics.ConnectionsRejected++;
        connection.Reply.Output.Append("-ERR max number of clients reached\r\n"u8);
        connection.IsClosingAfterReply = true;
        connection.Flush();
    }

    private void Forget(ClientSession client)
    {
        _clients.Remove(client.Id);
        server.Leave(client);
    }
}
