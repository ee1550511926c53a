namespace ScriptGrid.EmbeddedRedis.Clients;

/// <summary>Connections and bytes since the start or the last <see cref="Reset"/>, as INFO counts them.</summary>
internal sealed class Traffic
{
    internal long ConnectionsReceived { get; set; }

    internal long ConnectionsRejected { get; set; }

    internal long InputBytes { get; private set; }

    internal long OutputBytes { get; private set; }

    internal long Reads { get; private set; }

    internal long Writes { get; private set; }

    internal void CountRead(int bytes)
    {
        InputBytes += bytes;
        Reads++;
    }

    internal void CountWrite(int bytes)
    {
        OutputBytes += bytes;
        Writes++;
    }

    internal void Reset() => ConnectionsReceived = ConnectionsRejected = InputBytes = OutputBytes = Reads = Writes = 0;
}
