using System.Runtime.CompilerServices;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <summary>A compiled function, which its closures share.</summary>
internal sealed class Prototype
{
    /// <summary>The script's name in messages.</summary>
    internal required string ChunkName { get; init; }

    /// <summary>The script's name as it was given: <c>@user_script</c>, or the text that was loaded.</summary>
    internal required LuaString Source { get; init; }

    /// <summary>The line of <c>function</c>; 0 for a script.</summary>
    internal required int Line { get; init; }

    internal required Instruction[] Code { get; init; }

    /// <summary>The line of each instruction.</summary>
    internal required int[] Lines { get; init; }

    internal required LuaValue[] Constants { get; init; }

    internal required Prototype[] Prototypes { get; init; }

    internal required UpvalueSource[] Upvalues { get; init; }

    /// <summary>The names of operands in messages, in the order of the instructions.</summary>
    internal required OperandName[] Names { get; init; }

    internal required int Parameters { get; init; }

    internal required bool IsVararg { get; init; }

    /// <summary>The number of registers that the function needs.</summary>
    internal required int StackSize { get; init; }

    /// <summary>Adds its constants, and those of its inner functions.</summary>
    /// <returns>The bytes of all these functions.</returns>
    internal long Visit(HeapWalk walk)
    {
        if (!walk.IsNew(this))
        {
            return 0;
        }

        walk.Add(Constants);
        walk.Add(Source);
        long bytes = (Code.Length * (long)Unsafe.SizeOf<Instruction>())
            + (Lines.Length * (long)sizeof(int))
            + (Constants.Length * (long)Unsafe.SizeOf<LuaValue>())
            + (Names.Length * (long)Unsafe.SizeOf<OperandName>());
        foreach (Prototype inner in Prototypes)
        {
            bytes += inner.Visit(walk);
        }

        return bytes;
    }

    /// <summary>Returns the name of an operand of the instruction at <paramref name="position"/>; null if it has none.</summary>
    internal OperandName? FindName(int position, Operand operand)
    {
        int low = 0;
        int high = Names.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Names[middle].Position < position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < Names.Length && Names[low].Position == position; low++)
        {
            if (Names[low].Operand == operand)
            {
                return Names[low];
            }
        }

        return null;
    }
}

/// <summary>Where a new closure gets a captured variable from: a cell in a register of the function that creates it, or an upvalue of that function.</summary>
internal readonly record struct UpvalueSource(bool IsRegister, int Index);

/// <summary>The name of an operand in a message: "global 'x'".</summary>
internal readonly record struct OperandName(int Position, Operand Operand, string Kind, LuaString Name);

/// <summary>
/// The operands that have names. <see cref="First"/> is the value that is called or indexed, or the only operand. Those of a concatenation are numbered from
/// there.
/// </summary>
internal enum Operand
{
    First,
    Second,
}
