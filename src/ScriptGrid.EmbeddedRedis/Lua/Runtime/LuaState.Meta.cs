using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The account of work done and memory held.</content>
internal sealed partial class LuaState
{
    /// <summary>Charged bytes between two looks at the heap.</summary>
    private const long BytesBetweenChecks = 16 << 20;

    /// <summary>The slots of a table that cost as much to look at as one step.</summary>
    private const int SlotsPerStep = 16;

    /// <summary>Native calls beyond the limit that error handling may use.</summary>
    private const int SpareNativeCalls = 25;

    private readonly TableCharge _chargeTable;
    private long _charged;
    private long? _heapAtStart;

    /// <summary>Steps until <see cref="LuaLimits.Interrupt"/> is asked; the interpreter counts down.</summary>
    internal int StepsLeft;

    /// <summary>Calls from C# into Lua under way.</summary>
    internal int NativeCalls { get; set; }

    /// <summary>Opens a new account: for the host, before each script.</summary>
    internal void BeginRun()
    {
        StepsLeft = Limits.StepsBetweenInterrupts;
        _charged = 0;
        _heapAtStart = null;
        MainThread.Trim();
    }

    /// <summary>Charges <paramref name="steps"/> of work of a library (pattern matching, long loops in C#) to the script's budget.</summary>
    /// <exception cref="LuaException">The script is to end.</exception>
    internal void Charge(int steps)
    {
        StepsLeft -= steps;
        if (StepsLeft < 0)
        {
            Interrupt();
        }
    }

    /// <summary>Refuses to build a string of so many bytes where the script may not hold it.</summary>
    /// <exception cref="LuaException">"not enough memory".</exception>
    internal void ChargeMemory(long bytes)
    {
        if (bytes > Limits.MaxStringBytes)
        {
            throw NotEnoughMemory();
        }

        ChargeHeap(bytes);
    }

    /// <summary>As <see cref="ChargeMemory"/>, for what is no string.</summary>
    internal void ChargeHeap(long bytes)
    {
        _charged += bytes;
        if (_charged >= BytesBetweenChecks)
        {
            _charged = 0;
            CheckMemory(bytes);
        }
    }

    /// <summary>Charges the script under way for a table that is laid out afresh or searched through.</summary>
    /// <exception cref="LuaException">"not enough memory".</exception>
    private void ChargeTable(int slots, long bytes)
    {
        StepsLeft -= slots / SlotsPerStep;
        ChargeHeap(bytes);
    }

    /// <summary>The steps are used up. If the host ends the script, the next step asks it again, whatever the script catches.</summary>
    internal void Interrupt()
    {
        StepsLeft = 0;
        Limits.Interrupt?.Invoke();
        CheckMemory(0);
        StepsLeft = Limits.StepsBetweenInterrupts;
    }

    /// <summary>Counts a call from C# into Lua.</summary>
    internal void EnterNative(LuaThread thread)
    {
        int calls = ++NativeCalls;
        if (calls == Limits.MaxNativeCalls || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw thread.RuntimeError("C stack overflow");
        }

        if (calls == 1)
        {
            LuaTable.Charge = _chargeTable;
        }
        else if (calls >= Limits.MaxNativeCalls + SpareNativeCalls)
        {
            throw new LuaException("error in error handling") { IsUnhandled = true };
        }
    }

    private void CheckMemory(long more)
    {
        long heap = GC.GetTotalMemory(forceFullCollection: false);
        _heapAtStart ??= heap;
        if (heap - _heapAtStart + more <= Limits.MaxMemoryBytes)
        {
            return;
        }

        GC.Collect();
        if (GC.GetTotalMemory(forceFullCollection: false) - _heapAtStart + more > Limits.MaxMemoryBytes)
        {
            throw NotEnoughMemory();
        }
    }

    private static LuaException NotEnoughMemory() => new("not enough memory") { IsUnhandled = true };
}
