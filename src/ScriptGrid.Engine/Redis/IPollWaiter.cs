namespace ScriptGrid.Engine.Redis;

/// <summary>Waits for events of a <see cref="PolledSocket"/>.</summary>
internal interface IPollWaiter
{
    /// <summary>Continues after an event. It must neither block nor throw, because many sockets share the thread.</summary>
    void Resume();
}
