namespace ScriptGrid.EmbeddedRedis.Execution;

/// <summary>Something for the executor thread to do.</summary>
internal interface IWork
{
    /// <summary>Whether it may be done in the middle of a script that runs for too long.</summary>
    bool WhileBusy { get; }

    /// <summary>Whether it must be done even when the server has ended, since it frees a connection.</summary>
    bool WhileEnding { get; }

    void Run();
}
