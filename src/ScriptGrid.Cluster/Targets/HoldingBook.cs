using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets that a silo holds, with the rules for who may do what with them. Not thread-safe.</summary>
internal sealed class HoldingBook<T>
    where T : HeldTarget
{
    private readonly Dictionary<string, T> _held = new(StringComparer.Ordinal);

    /// <summary>The held targets.</summary>
    public IReadOnlyCollection<T> All => _held.Values;

    /// <summary>
    /// Holds a target from now on, with the caller in charge, and continues with what is left of it here. Returns null if it is just being handed over.
    /// </summary>
    /// <param name="target">The target's identity.</param>
    /// <param name="review">Becomes the holding's <see cref="HeldTarget.Review"/>.</param>
    /// <param name="create">Creates a holding if nothing is left.</param>
    public T? Take(string target, Action review, Func<T> create)
    {
        if (_held.TryGetValue(target, out T? known))
        {
            return known.TryTake(review) ? known : null;
        }

        T holding = create();
        _held.Add(holding.Target, holding);
        return holding;
    }

    /// <summary>
    /// Stops holding a target whose current run has ended. Returns false if another grain has taken it meanwhile, or the catalogue does not have it.
    /// </summary>
    public bool TryDepart(T holding, Action review) => holding.TryMove(HoldingEvent.Depart, review) && Forget(holding);

    /// <summary>
    /// Stops holding the target if no grain is in charge of it, because another silo collects it. Returns false otherwise.
    /// </summary>
    public bool TryDropParked(string target) =>
        _held.TryGetValue(target, out T? holding) && holding.TryMove(HoldingEvent.Drop) && Forget(holding);

    /// <summary>Whether the target is held and driven.</summary>
    public bool IsDriven(string target) => _held.TryGetValue(target, out T? holding) && holding.IsDriven;

    /// <summary>Finds the holding of a target.</summary>
    public bool TryFind(string target, [NotNullWhen(true)] out T? holding) => _held.TryGetValue(target, out holding);

    /// <summary>Removes the retired targets and returns them, so that their grains can be notified.</summary>
    public T[] ForgetRetired()
    {
        T[] retired = [.. _held.Values.Where(static holding => holding.State == HoldingState.Retired)];
        Array.ForEach(retired, holding => Forget(holding));
        return retired;
    }

    private bool Forget(T holding) => _held.Remove(holding.Target);
}
