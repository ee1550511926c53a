using System.Globalization;

namespace ScriptGrid.Engine.Model;

/// <summary>One of <paramref name="Count"/> disjoint parts of a fleet. Each target is in exactly one part, and every process computes the same one.</summary>
/// <param name="Index">The number of this part, from 1 to <paramref name="Count"/>.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The only part of a fleet that is not divided; it holds every target.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Whether the target belongs to this part. A stable hash of its identity decides.</summary>
    public bool Contains(TargetAddress address) => Contains(TargetHash.Of(address.Id));

    /// <summary>Parses <c>i/n</c>, with i from 1 to n.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        string[] parts = text.Split('/');
        bool valid = TryNumber(parts[0], out int index) & TryNumber(parts[^1], out int count);
        shard = new Shard(index, count);
        return valid && parts.Length == 2 && index >= 1 && index <= count;
    }

    /// <summary>Returns <c>i/n</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>Whether the target with this hash of its identity belongs to this part.</summary>
    internal bool Contains(ulong targetHash) => targetHash % (ulong)Count == (ulong)(Index - 1);

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
