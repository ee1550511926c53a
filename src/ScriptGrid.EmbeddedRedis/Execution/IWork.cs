namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>A piece of work for the executor thread.</summary>
internal interface IWork
{
    /// <summary>Whether it may be done during a script that runs for too long.</summary>
    bool WhileBusy { get; }

    /// <summary>Whether it must be done even after the server has ended, because it frees a connection.</summary>
    bool WhileEnding { get; }

    void Run();
}
