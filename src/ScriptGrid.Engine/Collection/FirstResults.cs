using System.Globalization;

namespace ScriptGrid.Engine.Collection;

/// <summary>Counts the scheduled runs that have not had a result yet, and calls back whenever the count reaches zero.</summary>
internal sealed class FirstResults(Action settled)
{
    private int _missing;

    /// <summary>The number of missing results, in words.</summary>
    public string Missing =>
        string.Create(CultureInfo.InvariantCulture, $"scripts that have not run on a target of theirs yet: {Volatile.Read(ref _missing)}");

    /// <summary>Adds one first result to wait for.</summary>
    public void Expect() => Interlocked.Increment(ref _missing);

    /// <summary>Subtracts one, which has its first result or will never have one.</summary>
    public void Arrive()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            settled();
        }
    }
}
