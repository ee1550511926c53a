using System.Collections.Concurrent;

namespace ScriptGrid.Collection;

/// <summary>
/// Workers that have no target. A burst leaves at most <see cref="MaxIdle"/> behind, so memory follows the number of conversations under
/// way and not the number of targets.
/// </summary>
internal sealed class CollectionWorkerPool
{
    private const int MaxIdle = 512;

    private readonly ConcurrentQueue<CollectionWorker> _idle = new();

    /// <summary>Runs a cycle of the target on an idle worker, or on a new one.</summary>
    public void Run(TargetCollector collector)
    {
        CollectionWorker worker = _idle.TryDequeue(out CollectionWorker? idle) ? idle : new CollectionWorker(this);
        worker.Run(collector);
    }

    /// <summary>Takes back a worker; one that is not kept is collected as garbage, since nothing but the pool knows it.</summary>
    public void Return(CollectionWorker worker)
    {
        if (_idle.Count < MaxIdle)
        {
            _idle.Enqueue(worker);
        }
    }
}
