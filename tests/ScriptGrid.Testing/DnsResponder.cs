using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>A DNS server on the loopback, over UDP, that answers from a table. See RFC 1035.</summary>
internal sealed class DnsResponder : IAsyncDisposable
{
    private const int NotExistent = 3;
    private const int HeaderLength = 12;

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<(string Name, int Type), Entry> _entries = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _answering;
    private int _questions;

    public DnsResponder() => _answering = AnswerAsync();

    /// <summary>The address that it listens on, <c>127.0.0.1:port</c>.</summary>
    public string Address => _socket.Client.LocalEndPoint!.ToString()!;

    /// <summary>The number of questions that it has received.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Whether it leaves all questions unanswered.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Sets the addresses of a name. If there are none, the name exists without addresses.</summary>
    public void SetAddresses(string name, int ttl, params string[] addresses)
    {
        byte[][] data = [.. addresses.Select(static address => IPAddress.Parse(address).GetAddressBytes())];
        _entries[(name, data is [{ Length: 16 }, ..] ? 28 : 1)] = new Entry(0, ttl, data);
    }

    /// <summary>Sets the hosts of a service.</summary>
    public void SetServices(string name, int ttl, params (string Host, ushort Port)[] services) => _entries[(name, 33)] = new Entry(
        0, ttl, [.. services.Select(static service => (byte[])[0, 1, 0, 1, (byte)(service.Port >> 8), (byte)service.Port, .. Encode(service.Host)])]);

    /// <summary>Removes a name, which then does not exist.</summary>
    public void Remove(string name)
    {
        foreach ((string Name, int Type) key in _entries.Keys.Where(key => key.Name == name))
        {
            _entries.TryRemove(key, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            UdpReceiveResult request = await _socket.ReceiveAsync(_stop.Token);
            Interlocked.Increment(ref _questions);
            if (!IsSilent)
            {
                byte[] reply = Reply(request.Buffer);
                await _socket.SendAsync(reply, request.RemoteEndPoint, _stop.Token);
            }
        }
    }

    private byte[] Reply(byte[] request)
    {
        int end = HeaderLength;
        var labels = new List<string>();
        for (; request[end] != 0; end += 1 + request[end])
        {
            labels.Add(Encoding.ASCII.GetString(request, end + 1, request[end]));
        }

        int type = BinaryPrimitives.ReadUInt16BigEndian(request.AsSpan(end + 1));
        Entry entry = _entries.GetValueOrDefault((string.Join('.', labels), type), new Entry(NotExistent, 0, []));
        using var reply = new MemoryStream();
        reply.Write(request.AsSpan(0, 2));
        reply.Write([0x81, (byte)(0x80 | entry.Code), 0, 1, 0, (byte)entry.Records.Length, 0, 0, 0, 0]);
        reply.Write(request.AsSpan(HeaderLength, end + 5 - HeaderLength));
        foreach (byte[] record in entry.Records)
        {
            byte[] head = [0xC0, HeaderLength, 0, (byte)type, 0, 1, 0, 0, 0, 0, (byte)(record.Length >> 8), (byte)record.Length];
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(6), entry.Ttl);
            reply.Write(head);
            reply.Write(record);
        }

        return reply.ToArray();
    }

    private static byte[] Encode(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(static label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private sealed record Entry(int Code, int Ttl, byte[][] Records);
}
