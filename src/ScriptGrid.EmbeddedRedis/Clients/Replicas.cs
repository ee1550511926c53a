using System.Buffers;
using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>The clients that follow this server's data, and the stream of commands that they are sent.</summary>
internal sealed class Replicas
{
    private static readonly byte[][] Ping = ["PING"u8.ToArray()];
    private static readonly byte[][] AskForOffset = ["REPLCONF"u8.ToArray(), "GETACK"u8.ToArray(), "*"u8.ToArray()];

    private readonly ClientRegistry _clients;
    private readonly Propagation _propagation;
    private readonly ServerClock _clock;
    private readonly List<ClientSession> _replicas = [];

    /// <summary>The database that the stream has selected; none at its beginning.</summary>
    private int? _database;
    private long _saidAt;

    internal Replicas(ClientRegistry clients, Keyspace keyspace)
    {
        (_clients, _propagation, _clock) = (clients, keyspace.Propagation, keyspace.Clock);
        _propagation.Send = Send;
    }

    /// <summary>In the order in which they came.</summary>
    internal IReadOnlyList<ClientSession> All => _replicas;

    /// <summary>How many bytes were sent to replicas, whether or not there were any.</summary>
    internal long Offset { get; private set; }

    /// <summary>Bytes of the stream that went to replicas, all together.</summary>
    internal long OutputBytes { get; private set; }

    /// <summary>How often the data was sent as a whole.</summary>
    internal long Copies { get; set; }

    /// <summary>How often a replica wanted to go on where it was, and got all data instead.</summary>
    internal long RefusedContinuations { get; set; }

    /// <summary>Called when a replica has told how far it is.</summary>
    internal Action Acknowledged { get; set; } = static () => { };

    /// <summary>Lets a client follow that has just been given all data.</summary>
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

    /// <summary>Ends all of them: this server has become a replica itself.</summary>
    internal void CloseAll()
    {
        foreach (ClientSession client in _replicas.ToArray())
        {
            client.Connection?.Close();
        }
    }

    /// <summary>Counts those that have told within some seconds how far they are.</summary>
    internal int CountGood(long seconds) => _replicas.Count(client => (_clock.Now - client.Replica!.AcknowledgedAt) / 1000 <= seconds);

    /// <summary>Counts those that are as far as an offset.</summary>
    internal int CountAt(long offset) => _replicas.Count(client => client.Replica!.AcknowledgedOffset >= offset);

    /// <summary>Asks all of them how far they are.</summary>
    internal void AskForOffsets() => Send(_database ?? 0, AskForOffset, selects: false);

    /// <summary>Says something where nothing was to be said for so long.</summary>
    internal void KeepAlive(long seconds)
    {
        if (_replicas.Count > 0 && _clock.Now - _saidAt >= seconds * 1000)
        {
            _saidAt = _clock.Now;
            Send(_database ?? 0, Ping, selects: false);
        }
    }

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
            client.Connection!.GiveUp(); // It would miss what others get: it has to begin anew.
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
