using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Tests.Faults;

/// <summary>One connection to a <see cref="FaultyServer"/>: commands in, any bytes out.</summary>
internal sealed class FaultyConnection(Socket socket, Stream stream, FaultyServer server)
{
    private readonly BufferedStream _input = new(stream);

    /// <summary>How many bytes were sent so far.</summary>
    public int Sent { get; private set; }

    /// <summary>How many scripts were run on it so far.</summary>
    public int Runs { get; set; }

    /// <summary>Cancelled when the server ends.</summary>
    public CancellationToken Stopped => server.Stopped;

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, Stopped);
        Sent += bytes.Length;
    }

    /// <summary>Sends text, each character as one byte.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends one byte at a time, each in a packet of its own.</summary>
    public async Task DripAsync(ReadOnlyMemory<byte> bytes, TimeSpan pause)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            await SendAsync(bytes.Slice(i, 1));
            await Task.Delay(pause, Stopped);
        }
    }

    /// <summary>
    /// Sends the same bytes until the peer closes, or very much was sent. It goes on where the fault is mended meanwhile: to stop in the middle of a reply is
    /// another fault.
    /// </summary>
    public async Task FloodAsync(ReadOnlyMemory<byte> bytes)
    {
        const int enough = 1 << 30;
        while (Sent < enough)
        {
            await SendAsync(bytes);
            await Task.Yield(); // The other servers of this process have their turn.
        }
    }

    /// <summary>Waits until the fault is mended.</summary>
    public Task UntilMendedAsync() => server.UntilMendedAsync();

    /// <summary>Ends what is sent, and closes once the peer did: what was sent last surely arrives.</summary>
    public async Task FinishAsync()
    {
        socket.Shutdown(SocketShutdown.Send);
        byte[] rest = new byte[1024];
        while (await stream.ReadAsync(rest, Stopped) > 0)
        {
            // Nobody reads it.
        }

        Close();
    }

    /// <summary>Closes the connection in order.</summary>
    public void Close() => socket.Dispose();

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>The next command; null at the end.</summary>
    public async Task<string[]?> ReadAsync()
    {
        if (await ReadLineAsync() is not ['*', .. var words])
        {
            return null;
        }

        string[] command = new string[int.Parse(words, CultureInfo.InvariantCulture)];
        for (int i = 0; i < command.Length; i++)
        {
            byte[] word = new byte[int.Parse((await ReadLineAsync() ?? "$0")[1..], CultureInfo.InvariantCulture) + 2];
            await _input.ReadExactlyAsync(word, Stopped);
            command[i] = Encoding.Latin1.GetString(word, 0, word.Length - 2);
        }

        return command;
    }

    /// <summary>Speaks TLS from here on, with the certificate of now.</summary>
    public static async Task<Stream> SecureAsync(NetworkStream stream, SslServerAuthenticationOptions? options, CancellationToken cancellationToken)
    {
        if (options is null)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(options, cancellationToken);
        return secured;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (one[0] != '\n')
        {
            if (await _input.ReadAsync(one, Stopped) == 0)
            {
                return null;
            }

            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd();
    }
}
