namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>A small piece of work given as a delegate.</summary>
internal sealed class DelegateWork(Action action, bool whileBusy) : IWork
{
    public bool WhileBusy => whileBusy;

    public void Run() => action();
}
