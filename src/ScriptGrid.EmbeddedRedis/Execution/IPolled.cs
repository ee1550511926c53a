namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>Work that receives the bytes of a socket. It runs after each notification that bytes arrived.</summary>
internal interface IPolled : IWork
{
    /// <summary>Notifies it that bytes arrived, or that the other side closed the connection. Called on the executor thread.</summary>
    void Readable(bool isHungUp);
}
