using System.Globalization;
using System.Text;

namespace ScriptGrid.Engine.Redis;

/// <summary>Encodes commands as RESP arrays of bulk strings, the form that every Redis accepts.</summary>
internal static class RedisCommand
{
    /// <summary>PING.</summary>
    public static readonly byte[] Ping = Encode("PING");

    /// <summary>SCRIPT KILL.</summary>
    public static readonly byte[] ScriptKill = Encode("SCRIPT", "KILL");

    /// <summary>Encodes a command with text arguments.</summary>
    public static byte[] Encode(params ReadOnlySpan<string> arguments)
    {
        var encoded = new List<ReadOnlyMemory<byte>>(arguments.Length);
        foreach (string argument in arguments)
        {
            encoded.Add(Encoding.UTF8.GetBytes(argument));
        }

        return Encode(encoded);
    }

    /// <summary>Encodes a command with binary arguments.</summary>
    public static byte[] Encode(IReadOnlyCollection<ReadOnlyMemory<byte>> arguments)
    {
        using var command = new MemoryStream();
        WriteHeader(command, '*', arguments.Count);
        foreach (ReadOnlyMemory<byte> argument in arguments)
        {
            WriteHeader(command, '$', argument.Length);
            command.Write(argument.Span);
            command.Write("\r\n"u8);
        }

        return command.ToArray();
    }

    private static void WriteHeader(MemoryStream command, char marker, int count) =>
        command.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{marker}{count}\r\n")));
}
