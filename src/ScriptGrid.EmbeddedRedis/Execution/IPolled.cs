namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>What waits for bytes of a socket. It is done, as work, after it was told of some.</summary>
internal interface IPolled : IWork
{
    /// <summary>Says that bytes came, or that the other side went; on the executor thread.</summary>
    void Readable(bool isHungUp);
}
