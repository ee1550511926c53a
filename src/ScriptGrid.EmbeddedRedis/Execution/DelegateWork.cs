namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>A piece of work given as a delegate.</summary>
internal sealed class DelegateWork(Action action, bool whileBusy, bool whileEnding = false) : IWork
{
    public bool WhileBusy => whileBusy;

    public bool WhileEnding => whileEnding;

    public void Run() => action();
}
