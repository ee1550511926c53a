using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Sends keyspace notifications of the kinds in <see cref="Enabled"/> through <see cref="Publish"/>.</summary>
internal sealed class KeyEvents
{
    /// <summary>The kinds of notifications that are sent, and the channels that they are sent to.</summary>
    internal KeyEventKinds Enabled { get; set; }

    /// <summary>Sends a message, the second argument, to a channel, the first argument.</summary>
    internal Action<byte[], byte[]> Publish { get; set; } = static (_, _) => { };

    /// <summary>Sends a notification if its kind is enabled.</summary>
    internal void Notify(KeyEventKinds kind, string name, byte[] key, int database)
    {
        if ((Enabled & kind) != 0)
        {
            Send(Encoding.ASCII.GetBytes(name), key, database);
        }
    }

    private void Send(byte[] name, byte[] key, int database)
    {
        if (Enabled.HasFlag(KeyEventKinds.OnKeyChannel))
        {
            Publish(Channel("keyspace", database, key), name);
        }

        if (Enabled.HasFlag(KeyEventKinds.OnEventChannel))
        {
            Publish(Channel("keyevent", database, name), key);
        }
    }

    private static byte[] Channel(string about, int database, byte[] subject) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"__{about}@{database}__:")), .. subject];
}
