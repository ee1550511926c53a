using System.Globalization;

namespace ScriptGrid.Engine.Collection;

/// <summary>Counts the scheduled runs that never had a result, and tells whenever there is none left.</summary>
internal sealed class FirstResults(Action settled)
{
    private int _missing;

    /// <summary>How many are missing, in words.</summary>
    public string Missing =>
        string.Create(CultureInfo.InvariantCulture, $"scripts that have not run on a target of theirs yet: {Volatile.Read(ref _missing)}");

    /// <summary>One more to wait for.</summary>
    public void Expect() => Interlocked.Increment(ref _missing);

    /// <summary>One has its first result, or is given up.</summary>
    public void Arrive()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            settled();
        }
    }
}
