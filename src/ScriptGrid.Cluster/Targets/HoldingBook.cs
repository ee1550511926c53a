using System.Diagnostics.CodeAnalysis;

namespace ScriptGrid.Cluster.Targets;

/// <summary>The targets that a silo holds, and who may do what with them. Not safe for threads.</summary>
internal sealed class HoldingBook<T>
    where T : HeldTarget
{
    private readonly Dictionary<string, T> _held = new(StringComparer.Ordinal);

    /// <summary>What is held.</summary>
    public IReadOnlyCollection<T> All => _held.Values;

    /// <summary>
    /// Holds a target from now on, in the caller's charge, with what is left of it here; null where it is just being handed over.
    /// </summary>
    /// <param name="target">The target's identity.</param>
    /// <param name="review">Becomes the holding's <see cref="HeldTarget.Review"/>.</param>
    /// <param name="create">Makes a holding, where nothing is left.</param>
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

    /// <summary>The run under way ended: the target is held no longer. False where another has taken it meanwhile, or the catalogue lacks it.</summary>
    public bool TryDepart(T holding, Action review) => holding.TryMove(HoldingEvent.Depart, review) && Forget(holding);

    /// <summary>Holds the target no longer if nobody has charge of it, as another silo collects it. False where it is held on.</summary>
    public bool TryDropParked(string target) =>
        _held.TryGetValue(target, out T? holding) && holding.TryMove(HoldingEvent.Drop) && Forget(holding);

    /// <summary>Whether the target is held and driven.</summary>
    public bool IsDriven(string target) => _held.TryGetValue(target, out T? holding) && holding.IsDriven;

    /// <summary>The holding of a target.</summary>
    public bool TryFind(string target, [NotNullWhen(true)] out T? holding) => _held.TryGetValue(target, out holding);

    /// <summary>Forgets what was retired, and returns it: its grains are to be told.</summary>
    public T[] ForgetRetired()
    {
        T[] retired = [.. _held.Values.Where(static holding => holding.State == HoldingState.Retired)];
        Array.ForEach(retired, holding => Forget(holding));
        return retired;
    }

    private bool Forget(T holding) => _held.Remove(holding.Target);
}
