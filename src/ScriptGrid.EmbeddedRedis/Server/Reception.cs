using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>What happens when a client comes, speaks or goes.</summary>
internal sealed class Reception(ClientRegistry clients, Dispatcher dispatcher, AccessControl access, ErrorStatistics errors, Traffic traffic, OutputLimits outputLimits, ServerSettings settings, Keyspace keyspace, BufferBudget budget, FaultReport faults)
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>Replies up to this size are sent once all that came together is answered, as Redis does: each send may let the client run in the server's place.</summary>
    private const int LargeReplyBytes = 16 * 1024;

    private const int MaxPendingBytes = 16 * 1024 * 1024;

    private int _unreleased;

    /// <summary>Whether sockets are left that wait for the end of what is under way on them.</summary>
    internal bool AreSocketsLeft => _unreleased > 0;

    /// <summary>Called when a client went: nobody needs to tell it anything any more.</summary>
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
            // Gone before it was greeted.
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
        connection.Sent = traffic.CountWrite;
        connection.Drained = () => Process(client);
        connection.Closed = () => Forget(client);
        connection.Overflowed = () => Overflow(client);
        connection.Failed = fault => faults.Report(fault, client.LastCommand);
        clients.Add(client);
        access.Greet(client);
        connection.Receive();
    }

    /// <summary>Executes the command that a client was held back with, if there is one, and what it sent after it.</summary>
    private void Proceed(ClientSession client)
    {
        if (client.Postponed is { } postponed && client.Connection is { IsClosed: false })
        {
            client.Postponed = null;
            dispatcher.Execute(client, postponed);
        }

        Process(client);
    }

    /// <summary>Executes what a client sent, as far as it is whole and may run now.</summary>
    private void Process(ClientSession client)
    {
        if (client.IsExecuting)
        {
            return;
        }

        Connection connection = client.Connection!;
        RequestParser parser = connection.Parser;
        parser.MaxBulkBytes = keyspace.Settings.MaxBulkBytes;
        parser.IsTrusted = client.IsAuthenticated;
        while (MayRun(client) && parser.TryRead(connection.Input))
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
        // First, so that what comes in answer to the reply finds it waiting, and is not taken out of turn between what others send.
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

    /// <summary>A client that does not take its replies must wait until it does.</summary>
    private static bool MayRun(ClientSession client) =>
        client.Blocked is null
        && client.Postponed is null
        && client.Connection is { IsClosed: false, IsClosingAfterReply: false, Parser.Fault: null, PendingBytes: < MaxPendingBytes };

    private void Received(ClientSession client, int count)
    {
        traffic.CountRead(count);
        client.ActiveAt = keyspace.Clock.Milliseconds;
        if (client.Connection!.Input.Unread.Length > settings.QueryBufferLimit.Value)
        {
            client.Connection.Close();
            return;
        }

        Process(client);
    }

    private void Overflow(ClientSession client)
    {
        faults.Report($"closed client {client.Id}: its request does not fit into the {budget.MaxBytes} bytes that the requests and replies of this server may hold");
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
