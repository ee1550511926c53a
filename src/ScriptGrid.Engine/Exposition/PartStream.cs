namespace ScriptGrid.Engine.Exposition;

/// <summary>Asks another process for its parts of a page, one ahead of the page, until it has none left or fails.</summary>
/// <param name="targets">How many targets' lines it is to give.</param>
/// <param name="read">
/// Asks for the lines from one of these targets on; null is a failure, with which the rest of its targets is left out.
/// </param>
internal sealed class PartStream(int targets, Func<int, Task<FleetPart?>> read)
{
    private Task<FleetPart?>? _next;

    /// <summary>Whether it has nothing more to give.</summary>
    public bool IsOver => _next is null;

    /// <summary>Whether it failed before it gave all.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>How many of the targets are on the page.</summary>
    public int Taken { get; private set; }

    /// <summary>Completes when <see cref="TakeAsync"/> will not wait.</summary>
    public Task Ready => _next ?? Task.CompletedTask;

    /// <summary>Asks for the first part.</summary>
    public void Start() => _next = targets > 0 ? read(0) : null;

    /// <summary>The next part, and asks for the one after it; null where there is none.</summary>
    public async ValueTask<FleetPart?> TakeAsync()
    {
        FleetPart? part = _next is null ? null : await _next.ConfigureAwait(false);
        _next = null;
        if (part is null or { Taken: <= 0 })
        {
            HasFailed |= Taken < targets;
            return null;
        }

        Taken += part.Taken;
        if (Taken < targets)
        {
            _next = read(Taken);
        }

        return part;
    }
}
