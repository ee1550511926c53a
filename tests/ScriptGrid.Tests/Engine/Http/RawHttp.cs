using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>A client that sends what it is told, byte for byte.</summary>
internal static class RawHttp
{
    /// <summary>Connects.</summary>
    public static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    /// <summary>Sends text.</summary>
    public static async Task SendAsync(this TcpClient client, string text) =>
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads until the server closes the connection; what it sent.</summary>
    public static async Task<string> ReadToEndAsync(this TcpClient client)
    {
        using var all = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(all);
        }
        catch (IOException)
        {
            // Closed by force, with something still to be read by the server.
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}
