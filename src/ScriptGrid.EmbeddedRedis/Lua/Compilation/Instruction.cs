using System.Runtime.InteropServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <summary>An instruction, which takes eight bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Instruction(Op op, int a, int b, int c)
{
    internal readonly Op Op = op;
    internal readonly byte A = (byte)a;
    internal readonly ushort B = (ushort)b;
    internal int C = c;

    public override readonly string ToString() => $"{Op} {A} {B} {C}";
}
