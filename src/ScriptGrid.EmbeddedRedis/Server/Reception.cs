using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What happens when a client connects, sends something or disconnects.</summary>
internal sealed class Reception(ClientRegistry clients, Dispatcher dispatcher, AccessControl access, ErrorStatistics errors, Traffic traffic, OutputLimits outputLimits, ServerSettings settings, Keyspace keyspace, BufferBudget budget, FaultReport faults)
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>
    /// Replies up to this size are sent when the whole batch is answered, as in Redis: each send may let the client run instead of the server.
    /// </summary>
    private const int LargeReplyBytes = 16 * 1024;

    private const int MaxPendingBytes = 16 * 1024 * 1024;

    private int _unreleased;

    /// <summary>Whether there are sockets left that wait for the end of their pending operations.</summary>
    internal bool AreSocketsLeft => _unreleased > 0;

    /// <summary>Called when a client has disconnected, so that nothing is sent to it any longer.</summary>
    internal Action<ClientSession> Left { get; init; } = static _ => { };

    internal void Accept(Socket socket, WorkQueue queue)
    {
        traffic.ConnectionsReceived++;
        var reply = new RespReply(errors, budget);
        Connection connection;
        try
        {
            connection = new Connection(socket, queue, reply, budget);
        }
        catch (SocketException)
        {
            // The client disconnected before it was accepted.
            socket.Dispose();
            return;
        }

        if (clients.Count >= settings.MaxClients.Value)
        {
            Refuse(connection);
            return;
        }

        long now = keyspace.Clock.Now;
        var client = new ClientSession { Id = clients.NewId(), Reply = reply, Connection = connection, ConnectedAt = now, ActiveAt = now };
        client.Proceed = () => Proceed(client);
        connection.Received = count => Received(client, count);
        _unreleased++;
        connection.Released = () => _unreleased--;
        connection.Sent = count => Sent(client, count);
        connection.Drained = () => Process(client);
        connection.Closed = () => Forget(client);
        connection.Overflowed = () => Overflow(client);
        connection.Failed = fault => faults.Report(fault, client.LastCommand);
        clients.Add(client);
        access.Greet(client);
        connection.Receive();
    }

    /// <summary>Executes the command that was held back, if there is one, and what the client sent after it.</summary>
    private void Proceed(ClientSession client)
    {
        if (client.Postponed is { } postponed && client.Connection is { IsClosed: false })
        {
            client.Postponed = null;
            dispatcher.Execute(client, postponed);
        }

        Process(client);
    }

    /// <summary>Executes what a client sent, as far as it is complete and may run now.</summary>
    private void Process(ClientSession client)
    {
        if (client.IsExecuting)
        {
            return;
        }

        Connection connection = client.Connection!;
        RequestParser parser = connection.Parser;
        while (MayRun(client) && TryRead(client, connection))
        {
            if (connection.Reply.Output.Length > FlushBytes)
            {
                connection.Flush();
            }

            if (!parser.Words.IsEmpty)
            {
                dispatcher.Execute(client, parser.Words);
                if (outputLimits.AreExceeded(client))
                {
                    connection.Close();
                }
            }
        }

        if (parser.Fault is { } fault && !connection.IsClosingAfterReply)
        {
            connection.Reply.Error($"ERR Protocol error: {fault}");
            connection.IsClosingAfterReply = true;
        }

        parser.Forget();
        // Before the reply is sent: an answer to it then finds the connection waiting, and is not handled out of turn between the requests of others.
        connection.Receive();
        if (connection.Reply.Output.Length > LargeReplyBytes)
        {
            connection.Flush();
        }
        else
        {
            clients.FlushLater(client);
        }
    }

    /// <summary>Reads a client's next command within the limits that the commands before it left.</summary>
    private bool TryRead(ClientSession client, Connection connection)
    {
        connection.Parser.MaxBulkBytes = keyspace.Settings.MaxBulkBytes;
        connection.Parser.IsTrusted = !access.NeedsLogin(client);
        return connection.Parser.TryRead(connection.Input);
    }

    /// <summary>Whether a client's next command may run. A client that does not read its replies must wait until it does.</summary>
    private static bool MayRun(ClientSession client) =>
        client.Blocked is null
        && client.Postponed is null
        && client.Connection is { IsClosed: false, IsClosingAfterReply: false, Parser.Fault: null, PendingBytes: < MaxPendingBytes };

    private void Received(ClientSession client, int count)
    {
        traffic.CountRead(count);
        client.ActiveAt = keyspace.Clock.Now;
        if (client.Connection!.Input.Unread.Length > settings.QueryBufferLimit.Value)
        {
            client.Connection.Close();
            return;
        }

        Process(client);
    }

    private void Sent(ClientSession client, int count)
    {
        traffic.CountWrite(count);
        if (count > 0)
        {
            client.ActiveAt = keyspace.Clock.Now;
        }
    }

    private void Overflow(ClientSession client)
    {
        faults.Report($"closed client {client.Id}: its request exceeds the limit of {budget.MaxBytes} bytes for all replies and requests of this server");
        client.Connection!.Close();
    }

    private void Refuse(Connection connection)
    {
        traffic.ConnectionsRejected++;
        connection.Reply.Output.Append("-ERR max number of clients reached\r\n"u8);
        connection.IsClosingAfterReply = true;
        connection.Flush();
    }

    private void Forget(ClientSession client)
    {
        clients.Remove(client);
        Left(client);
    }
}
