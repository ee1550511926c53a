namespace ScriptGrid.Engine.Collection;

/// <summary>
/// The workers that have no target. It keeps at most <see cref="MaxIdle"/> of them after a burst, so that memory depends on the number of current
/// conversations and not on the number of targets.
/// </summary>
internal sealed class CollectionWorkerPool
{
    private const int MaxIdle = 512;

    private readonly Lock _gate = new();
    private readonly Stack<CollectionWorker> _idle = new();

    /// <summary>Runs a cycle of the target, on the most recently used idle worker (its memory is likely still in the CPU's caches) or on a new one.</summary>
    public void Run(TargetCollector collector)
    {
        CollectionWorker? worker;
        lock (_gate)
        {
            _ = _idle.TryPop(out worker);
        }

        (worker ?? new CollectionWorker(this)).Run(collector);
    }

    /// <summary>Takes back a worker. A worker that is not kept becomes garbage, because nothing but the pool refers to it.</summary>
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
