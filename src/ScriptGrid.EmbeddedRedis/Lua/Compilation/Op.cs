namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <summary>
/// The operations of the virtual machine. R is a register and K a constant; jumps are relative to the next instruction. Operations whose names end with RR, RK
/// and KR form a family: the two letters say where the operands are.
/// </summary>
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

    /// <summary>R[A] = a new cell that holds R[A]. The variable may be captured from here on.</summary>
    NewCell,

    /// <summary>R[A] = the value of the cell in R[B]</summary>
    GetCell,

    /// <summary>value of the cell in R[A] = R[B]</summary>
    SetCell,

    /// <summary>R[A] = global K[C]</summary>
    GetGlobal,

    /// <summary>global K[C] = R[A]</summary>
    SetGlobal,

    /// <summary>R[A] = R[B][K[C]], where the key is a string</summary>
    GetField,

    /// <summary>R[A] = R[B][K[C]], where the key is a number</summary>
    GetNumber,

    /// <summary>R[A] = R[B][R[C]]</summary>
    GetTable,

    /// <summary>R[A][K[B]] = value C: a register, or the constant ~C if C is negative</summary>
    SetField,

    /// <summary>Like <see cref="SetField"/>, for a key that is a number.</summary>
    SetNumber,

    /// <summary>R[A][R[B]] = value C</summary>
    SetTable,

    /// <summary>R[A + 1] = R[B]; R[A] = R[B][K[C]]</summary>
    Self,

    /// <summary>R[A] = a new table with C array slots and B hash slots</summary>
    NewTable,

    /// <summary>R[A][C + i] = R[A + i] for B values, or for all up to the top if B is 0</summary>
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

    /// <summary>Jumps back. Counts as a step.</summary>
    Loop,

    JumpIfTrue,
    JumpIfFalse,

    /// <summary>Jumps if R[A] == R[B], and so on. The Not forms jump if that is false.</summary>
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

    /// <summary>Like <see cref="Call"/>, but in place of the current frame.</summary>
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

    /// <summary>Prepares R[A] (value), R[A + 1] (limit) and R[A + 2] (step), or skips the loop.</summary>
    ForPrepare,

    /// <summary>Adds the step. While the value is within the limit: R[A + 3] = R[A], and jumps back.</summary>
    ForLoop,

    /// <summary>R[A + 3] … = R[A](R[A + 1], R[A + 2]): B results</summary>
    ForCall,

    /// <summary>If R[A + 3] is not nil: R[A + 2] = R[A + 3], and jumps back.</summary>
    ForTest,
}
