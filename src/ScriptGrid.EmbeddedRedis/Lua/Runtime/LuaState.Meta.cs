using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>Accounts for the work that scripts do and the memory that they hold.</content>
internal sealed partial class LuaState
{
    /// <summary>The charged bytes between two checks of the memory limit.</summary>
    private const long BytesBetweenLooks = 64 << 10;

    /// <summary>The steps between two checks of the memory limit.</summary>
    private const int StepsBetweenLooks = 4096;

    /// <summary>The number of table slots that cost as much to examine as one step.</summary>
    private const int SlotsPerStep = 16;

    /// <summary>The number of bytes that cost as much to read or write as one step.</summary>
    private const int BytesPerStep = 64;

    /// <summary>Reading fewer bytes than this is included in the step that does it.</summary>
    private const int FreeBytes = 1024;

    /// <summary>A step takes about 10 ns.</summary>
    private const int StepsPerMicrosecond = 100;

    /// <summary>The approximate size of the tree and the code for one token of source.</summary>
    private const int BytesPerToken = 128;

    /// <summary>The number of native calls beyond the limit that error handling may use.</summary>
    private const int SpareNativeCalls = 25;

    private readonly TableCharge _chargeTable;
    private long _charged;

    /// <summary>The steps, in addition to <see cref="StepsLeft"/>, until <see cref="LuaLimits.Interrupt"/> is called.</summary>
    private int _stepsToInterrupt;

    /// <summary>The steps until the next check of the memory limit. The interpreter counts them down.</summary>
    internal int StepsLeft;

    /// <summary>The number of calls from C# into Lua in progress.</summary>
    internal int NativeCalls { get; set; }

    /// <summary>The account of the memory that scripts hold.</summary>
    internal ScriptMemory Memory { get; }

    /// <summary>Prepares for a script. The host must call it before each one.</summary>
    internal void BeginRun()
    {
        GiveSteps(Limits.StepsBetweenInterrupts);
        Memory.Restore(default);
    }

    /// <summary>Releases what a script left behind. The host must call it after each one.</summary>
    internal void EndRun() => MainThread.Trim();

    /// <summary>Charges <paramref name="steps"/> steps for the work of a library (pattern matching, long loops in C#) to the script.</summary>
    /// <exception cref="LuaException">The host ends the script.</exception>
    internal void Charge(int steps)
    {
        StepsLeft -= steps;
        if (StepsLeft < 0)
        {
            Interrupt();
        }
    }

    /// <summary>Charges for reading or writing bytes.</summary>
    /// <exception cref="LuaException">The host ends the script.</exception>
    internal void ChargeBytes(long bytes)
    {
        if (bytes >= FreeBytes)
        {
            Charge((int)Math.Min(bytes / BytesPerStep, int.MaxValue));
        }
    }

    /// <summary>Charges for the time that the host worked for the script.</summary>
    /// <exception cref="LuaException">The host ends the script, or "not enough memory".</exception>
    internal void ChargeHost(TimeSpan duration) => Charge((int)Math.Min((long)duration.TotalMicroseconds * StepsPerMicrosecond, int.MaxValue));

    /// <summary>Charges for a string of this size that is about to be built. Fails if the script may not hold it.</summary>
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

    /// <summary>Like <see cref="ChargeMemory"/>, for anything other than strings.</summary>
    internal void ChargeHeap(long bytes)
    {
        _charged += bytes;
        if (_charged >= BytesBetweenLooks)
        {
            _charged = 0;
            CheckMemory(bytes);
        }
    }

    /// <summary>Charges the current script for a table that is resized or searched.</summary>
    /// <exception cref="LuaException">"not enough memory".</exception>
    private void ChargeTable(int slots, long bytes)
    {
        StepsLeft -= slots / SlotsPerStep;
        ChargeHeap(bytes);
    }

    /// <summary>
    /// Called when the steps are used up. If the host throws to end the script, it is called again at the next step, even if the script catches the error.
    /// </summary>
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

    /// <summary>Charges for source as it is read: for its bytes, and for the tree and code of its tokens.</summary>
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

    /// <summary>Adds everything that its scripts can reach, without what the host keeps.</summary>
    internal void AddRoots(HeapWalk walk)
    {
        walk.Add(MainThread);
        walk.Add(Globals);
        walk.Add(StringMetatable);
    }

    private static LuaException NotEnoughMemory() => new("not enough memory") { IsUnhandled = true };
}
