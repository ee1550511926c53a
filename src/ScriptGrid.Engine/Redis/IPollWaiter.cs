namespace ScriptGrid.Engine.Redis;

/// <summary>Waits for something to happen to a <see cref="PolledSocket"/>.</summary>
internal interface IPollWaiter
{
    /// <summary>Goes on. It must neither block nor throw: many sockets share the thread.</summary>
    void Resume();
}
