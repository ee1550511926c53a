using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The account of work done and memory held.</content>
internal sealed partial class LuaState
{
    /// <summary>Charged bytes between two looks at the account.</summary>
    private const long BytesBetweenLooks = 64 << 10;

    /// <summary>Steps between two looks at the account.</summary>
    private const int StepsBetweenLooks = 4096;

    /// <summary>The slots of a table that cost as much to look at as one step.</summary>
    private const int SlotsPerStep = 16;

    /// <summary>The bytes that cost as much to read or write as one step.</summary>
    private const int BytesPerStep = 64;

    /// <summary>Strings below this size are part of the step that reads them.</summary>
    private const int FreeBytes = 1024;

    /// <summary>A step takes about 10 ns.</summary>
    private const int StepsPerMicrosecond = 100;

    /// <summary>What the tree and the code of one token of source take, about.</summary>
    private const int BytesPerToken = 128;

    /// <summary>Native calls beyond the limit that error handling may use.</summary>
    private const int SpareNativeCalls = 25;

    private readonly TableCharge _chargeTable;
    private long _charged;

    /// <summary>Steps, beyond <see cref="StepsLeft"/>, until <see cref="LuaLimits.Interrupt"/> is asked.</summary>
    private int _stepsToInterrupt;

    /// <summary>Steps until the next look at the account; the interpreter counts down.</summary>
    internal int StepsLeft;

    /// <summary>Calls from C# into Lua under way.</summary>
    internal int NativeCalls { get; set; }

    /// <summary>What scripts hold.</summary>
    internal ScriptMemory Memory { get; }

    /// <summary>Makes ready for a script: for the host, before each.</summary>
    internal void BeginRun()
    {
        GiveSteps(Limits.StepsBetweenInterrupts);
        Memory.Restore(default);
    }

    /// <summary>Lets go of what a script left: for the host, after each.</summary>
    internal void EndRun() => MainThread.Trim();

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

    /// <summary>Charges the reading or writing of so many bytes.</summary>
    /// <exception cref="LuaException">The script is to end.</exception>
    internal void ChargeBytes(long bytes)
    {
        if (bytes >= FreeBytes)
        {
            Charge((int)Math.Min(bytes / BytesPerStep, int.MaxValue));
        }
    }

    /// <summary>Charges what the host did for the script in some time.</summary>
    /// <exception cref="LuaException">The script is to end, or "not enough memory".</exception>
    internal void ChargeHost(TimeSpan duration) => Charge((int)Math.Min((long)duration.TotalMicroseconds * StepsPerMicrosecond, int.MaxValue));

    /// <summary>Refuses to build a string of so many bytes where the script may not hold it.</summary>
    /// <exception cref="LuaException">"not enough memory".</exception>
    internal void ChargeMemory(long bytes)
    {
        if (bytes > Limits.MaxStringBytes)
        {
            throw NotEnoughMemory();
        }

        ChargeHeap(bytes);
        ChargeBytes(bytes);
    }

    /// <summary>As <see cref="ChargeMemory"/>, for what is no string.</summary>
    internal void ChargeHeap(long bytes)
    {
        _charged += bytes;
        if (_charged >= BytesBetweenLooks)
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
        int left = _stepsToInterrupt + Math.Min(StepsLeft, 0);
        StepsLeft = 0;
        if (left <= 0)
        {
            _stepsToInterrupt = 0;
            Limits.Interrupt?.Invoke();
            left = Limits.StepsBetweenInterrupts;
        }

        CheckMemory(0);
        GiveSteps(left);
    }

    private void GiveSteps(int steps)
    {
        StepsLeft = Math.Min(steps, StepsBetweenLooks);
        _stepsToInterrupt = steps - StepsLeft;
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

    /// <summary>Charges a source as it is read: its bytes, and the tree and code of its tokens.</summary>
    private void ChargeSource(int tokens, int bytes)
    {
        long more = ((long)tokens * BytesPerToken) + bytes;
        Memory.Building += more;
        ChargeHeap(more);
        Charge(tokens + (bytes / BytesPerStep));
    }

    private void CheckMemory(long more)
    {
        bool fits = Memory.Fits(more, out long steps);
        StepsLeft -= (int)Math.Min(steps / SlotsPerStep, int.MaxValue / 2);
        if (!fits)
        {
            throw NotEnoughMemory();
        }
    }

    /// <summary>Adds what its scripts can reach, but what the host keeps.</summary>
    internal void AddRoots(HeapWalk walk)
    {
        walk.Add(MainThread);
        walk.Add(Globals);
        walk.Add(StringMetatable);
    }

    private static LuaException NotEnoughMemory() => new("not enough memory") { IsUnhandled = true };
}
