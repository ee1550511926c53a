using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>One of <paramref name="Count"/> disjoint parts of a fleet: each target is in exactly one, whichever process asks.</summary>
/// <param name="Index">Which part, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The one part that holds every target.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Whether the target belongs to this part, by a stable hash of its identity.</summary>
    public bool Contains(TargetAddress address) => Contains(TargetHash.Of(address.Id));

    /// <summary>Parses <c>i/n</c>, with i from 1 to n.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        string[] parts = text.Split('/');
        bool valid = TryNumber(parts[0], out int index) & TryNumber(parts[^1], out int count);
        shard = new Shard(index, count);
        return valid && parts.Length == 2 && index >= 1 && index <= count;
    }

    /// <summary><c>i/n</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>The same for the hash of an identity.</summary>
    internal bool Contains(ulong targetHash) => targetHash % (ulong)Count == (ulong)(Index - 1);

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
