using System.Globalization;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Data;

/// <summary>Tells what happens to keys, as keyspace notifications: those of <see cref="Enabled"/>, to whoever took <see cref="Publish"/>.</summary>
internal sealed class KeyEvents
{
    /// <summary>Which events are told, and on which channels.</summary>
    internal KeyEventKinds Enabled { get; set; }

    /// <summary>Sends a message, the second one, to a channel.</summary>
    internal Action<byte[], byte[]> Publish { get; set; } = static (_, _) => { };

    /// <summary>Tells of an event, unless nobody wants to know of its kind.</summary>
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
