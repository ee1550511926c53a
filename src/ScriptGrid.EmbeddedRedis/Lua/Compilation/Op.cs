namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <summary>The operations of the virtual machine. R is a register, K a constant; jumps count from the next instruction.
/// Of a family in RR, RK and KR the two letters say where the operands lie.</summary>
internal enum Op : byte
{
    /// <summary>R[A] = R[B]</summary>
    Move,

    /// <summary>R[A] = K[C]</summary>
    LoadConstant,

    /// <summary>R[A] … R[B] = nil</summary>
    LoadNil,

    /// <summary>R[A] = upvalue B</summary>
    GetUpvalue,

    /// <summary>upvalue B = R[A]</summary>
    SetUpvalue,

    /// <summary>R[A] = a new cell that holds R[A]: from here on the variable may be captured.</summary>
    NewCell,

    /// <summary>R[A] = what the cell in R[B] holds</summary>
    GetCell,

    /// <summary>the cell in R[A] holds R[B]</summary>
    SetCell,

    /// <summary>R[A] = global K[C]</summary>
    GetGlobal,

    /// <summary>global K[C] = R[A]</summary>
    SetGlobal,

    /// <summary>R[A] = R[B][K[C]], a string</summary>
    GetField,

    /// <summary>R[A] = R[B][K[C]], a number</summary>
    GetNumber,

    /// <summary>R[A] = R[B][R[C]]</summary>
    GetTable,

    /// <summary>R[A][K[B]] = value C: a register, or the constant ~C where negative</summary>
    SetField,

    /// <summary>As <see cref="SetField"/>, for a number.</summary>
    SetNumber,

    /// <summary>R[A][R[B]] = value C</summary>
    SetTable,

    /// <summary>R[A + 1] = R[B]; R[A] = R[B][K[C]]</summary>
    Self,

    /// <summary>R[A] = a new table of C array slots and B hash slots</summary>
    NewTable,

    /// <summary>R[A][C + i] = R[A + i] for B values; all up to the top where B is 0</summary>
    SetList,

    AddRR,
    AddRK,
    AddKR,
    SubtractRR,
    SubtractRK,
    SubtractKR,
    MultiplyRR,
    MultiplyRK,
    MultiplyKR,
    DivideRR,
    DivideRK,
    DivideKR,
    ModuloRR,
    ModuloRK,
    ModuloKR,
    PowerRR,
    PowerRK,
    PowerKR,

    /// <summary>R[A] = -R[B]</summary>
    Negate,

    /// <summary>R[A] = not R[B]</summary>
    Not,

    /// <summary>R[A] = #R[B]</summary>
    Length,

    /// <summary>R[A] = R[B] .. … .. R[C]</summary>
    Concat,

    /// <summary>Skips C instructions.</summary>
    Jump,

    /// <summary>Goes back; counts as a step.</summary>
    Loop,

    JumpIfTrue,
    JumpIfFalse,

    /// <summary>Jump where R[A] == R[B], and so on; the Not forms where that does not hold.</summary>
    JumpEqualRR,
    JumpNotEqualRR,
    JumpEqualRK,
    JumpNotEqualRK,
    JumpLessRR,
    JumpNotLessRR,
    JumpLessRK,
    JumpNotLessRK,
    JumpLessKR,
    JumpNotLessKR,
    JumpLessOrEqualRR,
    JumpNotLessOrEqualRR,
    JumpLessOrEqualRK,
    JumpNotLessOrEqualRK,
    JumpLessOrEqualKR,
    JumpNotLessOrEqualKR,

    /// <summary>R[A] … = R[A](R[A + 1] …): B - 1 arguments (0: to the top), C - 1 results (0: all)</summary>
    Call,

    /// <summary>As <see cref="Call"/>, in place of the frame under way.</summary>
    TailCall,

    /// <summary>return R[A] …: B - 1 values (0: to the top)</summary>
    Return,
    ReturnNothing,

    /// <summary>return R[A]</summary>
    ReturnOne,

    /// <summary>R[A] … = …: C - 1 values (0: all)</summary>
    Vararg,

    /// <summary>R[A] = the table <c>arg</c></summary>
    ArgTable,

    /// <summary>R[A] = a closure of prototype C</summary>
    Closure,

    /// <summary>Readies R[A] (value), R[A + 1] (limit), R[A + 2] (step), or skips the loop.</summary>
    ForPrepare,

    /// <summary>Steps; while within the limit R[A + 3] = R[A] and goes back.</summary>
    ForLoop,

    /// <summary>R[A + 3] … = R[A](R[A + 1], R[A + 2]): B results</summary>
    ForCall,

    /// <summary>Where R[A + 3] is not nil: R[A + 2] = R[A + 3] and goes back.</summary>
    ForTest,
}
