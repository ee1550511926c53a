namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Workers that have no target. A burst leaves at most <see cref="MaxIdle"/> behind, so memory follows the number of conversations under
/// way and not the number of targets.
/// </summary>
internal sealed class CollectionWorkerPool
{
    private const int MaxIdle = 512;

    private readonly Lock _gate = new();
    private readonly Stack<CollectionWorker> _idle = new();

    /// <summary>Runs a cycle of the target on the worker that rested last, whose memory is still at hand, or on a new one.</summary>
    public void Run(TargetCollector collector)
    {
        CollectionWorker? worker;
        lock (_gate)
        {
            _ = _idle.TryPop(out worker);
        }

        (worker ?? new CollectionWorker(this)).Run(collector);
    }

    /// <summary>Takes back a worker; one that is not kept is collected as garbage, since nothing but the pool knows it.</summary>
    public void Return(CollectionWorker worker)
    {
        lock (_gate)
        {
            if (_idle.Count < MaxIdle)
            {
                _idle.Push(worker);
            }
        }
    }
}
