using System.Collections.Immutable;

namespace ScriptGrid.Engine.Model;

/// <summary>
/// Which of several owners each target belongs to, by rendezvous hashing. Processes that know the same names compute the same owners. When an owner
/// joins or leaves, only the targets that it gains or held move.
/// </summary>
/// <remarks>Every version must compute the same owners; otherwise a target has two owners during a rolling upgrade.</remarks>
internal sealed class Ownership
{
    private readonly ulong[] _hashes;

    /// <param name="owners">The owners' names, in any order.</param>
    public Ownership(IEnumerable<string> owners)
    {
        Owners = [.. owners.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _hashes = [.. Owners.Select(TargetHash.Of)];
    }

    /// <summary>The owners' names, each once, in ordinal order.</summary>
    public ImmutableArray<string> Owners { get; }

    /// <summary>Returns the name of the target's owner; null if there are no owners.</summary>
    public string? OwnerOf(string target) => IndexOf(target) is >= 0 and int index ? Owners[index] : null;

    /// <summary>Returns the position of the target's owner in <see cref="Owners"/>; -1 if there are no owners.</summary>
    public int IndexOf(string target) => IndexOf(TargetHash.Of(target));

    /// <summary>The same for the <see cref="TargetHash"/> of a target's identity.</summary>
    public int IndexOf(ulong targetHash)
    {
        int best = -1;
        ulong highest = 0;
        for (int i = 0; i < _hashes.Length; i++)
        {
            ulong score = TargetHash.Mix(targetHash ^ _hashes[i]);
            if (best < 0 || score > highest)
            {
                best = i; // If scores are equal, the first name wins.
                highest = score;
            }
        }

        return best;
    }
}
