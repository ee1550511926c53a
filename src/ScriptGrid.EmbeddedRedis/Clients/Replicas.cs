using System.Buffers;
using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that replicate this server's data, and the stream of commands that they get.</summary>
internal sealed class Replicas
{
    private static readonly byte[][] Ping = ["PING"u8.ToArray()];
    private static readonly byte[][] AskForOffset = ["REPLCONF"u8.ToArray(), "GETACK"u8.ToArray(), "*"u8.ToArray()];

    private readonly ClientRegistry _clients;
    private readonly Propagation _propagation;
    private readonly ServerClock _clock;
    private readonly List<ClientSession> _replicas = [];

    /// <summary>The database selected in the stream; null at its beginning.</summary>
    private int? _database;
    private long _saidAt;

    internal Replicas(ClientRegistry clients, Keyspace keyspace)
    {
        (_clients, _propagation, _clock) = (clients, keyspace.Propagation, keyspace.Clock);
        _propagation.Send = Send;
    }

    /// <summary>In the order in which they were added.</summary>
    internal IReadOnlyList<ClientSession> All => _replicas;

    /// <summary>The length of the stream in bytes, regardless of the number of replicas. It does not grow while there are none.</summary>
    internal long Offset { get; private set; }

    /// <summary>Bytes of the stream sent, summed over all replicas, since the start or the last <see cref="ResetStatistics"/>.</summary>
    internal long OutputBytes { get; private set; }

    /// <summary>How often a replica got all data.</summary>
    internal long Copies { get; set; }

    /// <summary>How often a replica asked to continue from its offset, but got all data instead.</summary>
    internal long RefusedContinuations { get; set; }

    /// <summary>Called when a replica has reported its offset.</summary>
    internal Action Acknowledged { get; set; } = static () => { };

    /// <summary>Adds a client that has just got all data.</summary>
    internal void Add(ClientSession client)
    {
        _replicas.Add(client);
        client.Replica!.IsFollowing = true;
        client.Replica.AcknowledgedAt = _clock.Now;
        (_database, _saidAt) = (null, _clock.Now);
        _propagation.Use(true);
    }

    internal void Remove(ClientSession client)
    {
        if (_replicas.Remove(client) && _replicas.Count == 0)
        {
            _propagation.Use(false);
        }
    }

    /// <summary>Closes all replicas, because this server has itself become a replica.</summary>
    internal void CloseAll()
    {
        foreach (ClientSession client in _replicas.ToArray())
        {
            client.Connection?.Close();
        }
    }

    /// <summary>Counts the replicas that reported their offset within the last <paramref name="seconds"/>.</summary>
    internal int CountGood(long seconds) => _replicas.Count(client => (_clock.Now - client.Replica!.AcknowledgedAt) / 1000 <= seconds);

    /// <summary>Counts the replicas that have reported at least an offset.</summary>
    internal int CountAt(long offset) => _replicas.Count(client => client.Replica!.AcknowledgedOffset >= offset);

    /// <summary>Asks all replicas for their offsets.</summary>
    internal void AskForOffsets() => Send(_database ?? 0, AskForOffset, selects: false);

    /// <summary>Sends a PING to the replicas if <paramref name="seconds"/> have passed since the last PING, or since a replica was added.</summary>
    internal void KeepAlive(long seconds)
    {
        if (_replicas.Count > 0 && _clock.Now - _saidAt >= seconds * 1000)
        {
            _saidAt = _clock.Now;
            Send(_database ?? 0, Ping, selects: false);
        }
    }

    /// <summary>Resets what CONFIG RESETSTAT does. The offset stays: it is a place in the stream.</summary>
    internal void ResetStatistics() => OutputBytes = Copies = RefusedContinuations = 0;

    private void Send(int database, byte[][] words) => Send(database, words, selects: true);

    private void Send(int database, byte[][] words, bool selects)
    {
        if (_replicas.Count == 0)
        {
            return;
        }

        var bytes = new ArrayBufferWriter<byte>();
        if (selects && _database != database)
        {
            _database = database;
            Write(bytes, ["SELECT"u8.ToArray(), Integers.ToBytes(database)]);
        }

        Write(bytes, words);
        Offset += bytes.WrittenCount;
        foreach (ClientSession client in _replicas)
        {
            Send(client, bytes.WrittenSpan);
        }
    }

    private void Send(ClientSession client, ReadOnlySpan<byte> bytes)
    {
        OutputBuffer output = client.Reply!.Output;
        bool isMuted = output.IsMuted;
        output.IsMuted = false;
        try
        {
            output.Append(bytes);
            OutputBytes += bytes.Length;
        }
        catch (ReplyTooLargeException)
        {
            client.Connection!.GiveUp(); // It would miss what the other replicas get, so it has to start anew.
        }

        output.IsMuted = isMuted;
        _clients.FlushLater(client);
    }

    private static void Write(ArrayBufferWriter<byte> target, byte[][] words)
    {
        WriteLine(target, '*', words.Length);
        foreach (byte[] word in words)
        {
            WriteLine(target, '$', word.Length);
            target.Write(word);
            target.Write("\r\n"u8);
        }
    }

    private static void WriteLine(ArrayBufferWriter<byte> target, char type, int number) =>
        target.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type}{number}\r\n")));
}
