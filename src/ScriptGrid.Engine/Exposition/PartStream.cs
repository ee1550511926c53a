namespace ScriptGrid.Engine.Exposition;

/// <summary>Reads another process's parts of a page, one ahead of the page, until there are no more or one fails.</summary>
/// <param name="targets">The number of targets whose lines it is to give.</param>
/// <param name="read">
/// Asks for the lines from one of these targets on. Null means failure; then the rest of its targets is left out.
/// </param>
internal sealed class PartStream(int targets, Func<int, Task<FleetPart?>> read)
{
    private Task<FleetPart?>? _next;

    /// <summary>Whether there are no more parts.</summary>
    public bool IsOver => _next is null;

    /// <summary>Whether it failed before all targets were taken.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>How many of the targets are on the page.</summary>
    public int Taken { get; private set; }

    /// <summary>Completes when <see cref="TakeAsync"/> will not wait.</summary>
    public Task Ready => _next ?? Task.CompletedTask;

    /// <summary>Asks for the first part.</summary>
    public void Start() => _next = targets > 0 ? read(0) : null;

    /// <summary>Returns the next part, and asks for the one after it; null if there is none.</summary>
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
