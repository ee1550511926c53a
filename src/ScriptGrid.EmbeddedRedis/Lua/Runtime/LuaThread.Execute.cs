using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>
/// The interpreter: one loop for all functions of scripts, whose calls of each other use frames but no C# stack. This loop handles the common cases; those that
/// need coercion, metamethods or an error go to <see cref="ExecuteRest"/>. It is one long method, because a call for each instruction would cost more than most
/// instructions do. It is compiled with all optimizations at once, because otherwise it would run unoptimized for about the first second.
/// </content>
internal sealed partial class LuaThread
{
    /// <summary>Compiles <see cref="Execute"/> in advance. This takes longer than everything else that a first script needs.</summary>
    internal static void Prepare() => RuntimeHelpers.PrepareMethod(typeof(LuaThread).GetMethod(nameof(Execute), BindingFlags.Instance | BindingFlags.NonPublic)!.MethodHandle);

    /// <summary>Runs the frame on top until a frame that was called from C# ends, or the coroutine is suspended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute()
    {
        var state = State;

    reload:
        ref CallInfo frame = ref _calls[_depth];
        var closure = Unsafe.As<LuaClosure>(frame.Function!);
        ref LuaValue r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), frame.Base);
        ref LuaValue k = ref MemoryMarshal.GetArrayDataReference(closure.Prototype.Constants);
        ref Instruction next = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(closure.Prototype.Code), frame.Position);

        while (true)
        {
            ref Instruction i = ref next;
            next = ref Unsafe.Add(ref next, 1);
            switch (i.Op)
            {
                case Op.Move:
                    At(ref r, i.A) = At(ref r, i.B);
                    continue;

                case Op.LoadConstant:
                    At(ref r, i.A) = At(ref k, i.C);
                    continue;

                case Op.LoadNil:
                    for (int n = i.A; n <= i.B; n++)
                    {
                        At(ref r, n) = LuaValue.Nil;
                    }

                    continue;

                case Op.GetUpvalue:
                    At(ref r, i.A) = closure.Upvalues[i.B].Value;
                    continue;

                case Op.SetUpvalue:
                    closure.Upvalues[i.B].Value = At(ref r, i.A);
                    continue;

                case Op.NewCell:
                    At(ref r, i.A) = new Cell(At(ref r, i.A));
                    continue;

                case Op.GetCell:
                    At(ref r, i.A) = Unsafe.As<Cell>(At(ref r, i.B).Reference!).Value;
                    continue;

                case Op.SetCell:
                    Unsafe.As<Cell>(At(ref r, i.A).Reference!).Value = At(ref r, i.B);
                    continue;

                case Op.GetGlobal when TryGetField(state.Globals, Text(ref At(ref k, i.C)), ref At(ref r, i.A)):
                    continue;

                case Op.GetField when At(ref r, i.B).AsTable is { } table && TryGetField(table, Text(ref At(ref k, i.C)), ref At(ref r, i.A)):
                    continue;

                case Op.GetTable when At(ref r, i.B).AsTable is { } table && TryGetItem(table, ref At(ref r, i.C), ref At(ref r, i.A)):
                    continue;

                case Op.GetNumber when At(ref r, i.B).AsTable is { } table && TryGetItem(table, ref At(ref k, i.C), ref At(ref r, i.A)):
                    continue;

                case Op.SetField when At(ref r, i.A).AsTable is { IsReadOnly: false } table
                    && TrySetField(table, Text(ref At(ref k, i.B)), ref i.C >= 0 ? ref At(ref r, i.C) : ref At(ref k, ~i.C)):
                    continue;

                case Op.SetTable when At(ref r, i.A).AsTable is { IsReadOnly: false } table
                    && TrySetItem(table, ref At(ref r, i.B), ref i.C >= 0 ? ref At(ref r, i.C) : ref At(ref k, ~i.C)):
                    continue;

                case Op.SetNumber when At(ref r, i.A).AsTable is { IsReadOnly: false } table
                    && TrySetItem(table, ref At(ref k, i.B), ref i.C >= 0 ? ref At(ref r, i.C) : ref At(ref k, ~i.C)):
                    continue;

                case Op.Self when TryGetMethod(ref At(ref r, i.B), Text(ref At(ref k, i.C)), ref At(ref r, i.A), ref At(ref r, i.A + 1)):
                    continue;

                case Op.NewTable when i.C + i.B <= FreeValues:
                    state.ChargeHeap(ObjectBytes.SmallTable);
                    At(ref r, i.A) = new LuaTable(i.C, i.B);
                    continue;

                case Op.AddRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = At(ref r, i.B).Number + At(ref r, i.C).Number;
                    continue;

                case Op.AddRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = At(ref r, i.B).Number + At(ref k, i.C).Number;
                    continue;

                case Op.AddKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = At(ref k, i.B).Number + At(ref r, i.C).Number;
                    continue;

                case Op.SubtractRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = At(ref r, i.B).Number - At(ref r, i.C).Number;
                    continue;

                case Op.SubtractRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = At(ref r, i.B).Number - At(ref k, i.C).Number;
                    continue;

                case Op.SubtractKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = At(ref k, i.B).Number - At(ref r, i.C).Number;
                    continue;

                case Op.MultiplyRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = At(ref r, i.B).Number * At(ref r, i.C).Number;
                    continue;

                case Op.MultiplyRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = At(ref r, i.B).Number * At(ref k, i.C).Number;
                    continue;

                case Op.MultiplyKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = At(ref k, i.B).Number * At(ref r, i.C).Number;
                    continue;

                case Op.DivideRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = At(ref r, i.B).Number / At(ref r, i.C).Number;
                    continue;

                case Op.DivideRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = At(ref r, i.B).Number / At(ref k, i.C).Number;
                    continue;

                case Op.DivideKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = At(ref k, i.B).Number / At(ref r, i.C).Number;
                    continue;

                case Op.ModuloRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = LuaArithmetic.Modulo(At(ref r, i.B).Number, At(ref r, i.C).Number);
                    continue;

                case Op.ModuloRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = LuaArithmetic.Modulo(At(ref r, i.B).Number, At(ref k, i.C).Number);
                    continue;

                case Op.ModuloKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = LuaArithmetic.Modulo(At(ref k, i.B).Number, At(ref r, i.C).Number);
                    continue;

                case Op.PowerRR when AreNumbers(ref At(ref r, i.B), ref At(ref r, i.C)):
                    At(ref r, i.A) = LuaArithmetic.Power(At(ref r, i.B).Number, At(ref r, i.C).Number);
                    continue;

                case Op.PowerRK when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = LuaArithmetic.Power(At(ref r, i.B).Number, At(ref k, i.C).Number);
                    continue;

                case Op.PowerKR when At(ref r, i.C).IsNumber:
                    At(ref r, i.A) = LuaArithmetic.Power(At(ref k, i.B).Number, At(ref r, i.C).Number);
                    continue;

                case Op.Negate when At(ref r, i.B).IsNumber:
                    At(ref r, i.A) = -At(ref r, i.B).Number;
                    continue;

                case Op.Not:
                    At(ref r, i.A) = !At(ref r, i.B).IsTruthy;
                    continue;

                case Op.Jump:
                    next = ref Unsafe.Add(ref next, i.C);
                    continue;

                case Op.Loop:
                    next = ref Unsafe.Add(ref next, i.C);
                    if (--state.StepsLeft < 0)
                    {
                        goto interrupt;
                    }

                    continue;

                case Op.JumpIfTrue:
                    if (At(ref r, i.A).IsTruthy)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpIfFalse:
                    if (!At(ref r, i.A).IsTruthy)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpEqualRR when !HaveMetatables(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (At(ref r, i.A).Equals(At(ref r, i.B)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpEqualRK:
                    if (At(ref r, i.A).Equals(At(ref k, i.B)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotEqualRR when !HaveMetatables(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (!At(ref r, i.A).Equals(At(ref r, i.B)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotEqualRK:
                    if (!At(ref r, i.A).Equals(At(ref k, i.B)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessRR when AreNumbers(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (At(ref r, i.A).Number < At(ref r, i.B).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessRR when AreNumbers(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (!(At(ref r, i.A).Number < At(ref r, i.B).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessRK when At(ref r, i.A).IsNumber:
                    if (At(ref r, i.A).Number < At(ref k, i.B).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessRK when At(ref r, i.A).IsNumber:
                    if (!(At(ref r, i.A).Number < At(ref k, i.B).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessKR when At(ref r, i.A).IsNumber:
                    if (At(ref k, i.B).Number < At(ref r, i.A).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessKR when At(ref r, i.A).IsNumber:
                    if (!(At(ref k, i.B).Number < At(ref r, i.A).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessOrEqualRR when AreNumbers(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (At(ref r, i.A).Number <= At(ref r, i.B).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessOrEqualRR when AreNumbers(ref At(ref r, i.A), ref At(ref r, i.B)):
                    if (!(At(ref r, i.A).Number <= At(ref r, i.B).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessOrEqualRK when At(ref r, i.A).IsNumber:
                    if (At(ref r, i.A).Number <= At(ref k, i.B).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessOrEqualRK when At(ref r, i.A).IsNumber:
                    if (!(At(ref r, i.A).Number <= At(ref k, i.B).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpLessOrEqualKR when At(ref r, i.A).IsNumber:
                    if (At(ref k, i.B).Number <= At(ref r, i.A).Number)
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.JumpNotLessOrEqualKR when At(ref r, i.A).IsNumber:
                    if (!(At(ref k, i.B).Number <= At(ref r, i.A).Number))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case Op.Call when At(ref r, i.A).Reference is LuaClosure callee:
                    SavePosition(ref next);
                    int start = _calls[_depth].Base + i.A;
                    Enter(callee, start, i.B > 0 ? i.B - 1 : _top - start - 1, i.C - 1);
                    if (--state.StepsLeft < 0)
                    {
                        state.Interrupt();
                    }

                    goto reload;

                case Op.Call or Op.TailCall or Op.ForCall:
                    if (i.Op == Op.ForCall && TryStep(ref At(ref r, i.A), i.B))
                    {
                        continue;
                    }

                    SavePosition(ref next);
                    switch (CallAny(ref i, ref r))
                    {
                        case CallOutcome.Entered:
                            goto reload;
                        case CallOutcome.Yielded:
                            return;
                    }

                    r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                    continue;

                case Op.ReturnOne when _calls[_depth].Wanted == 1:
                    ref CallInfo ended = ref _calls[_depth--];
                    _stack[ended.Result] = At(ref r, i.A);
                    if (ended.IsEntry)
                    {
                        return;
                    }

                    goto reload;

                case Op.Return or Op.ReturnOne or Op.ReturnNothing:
                    if (Leave(ref i))
                    {
                        return;
                    }

                    goto reload;

                case Op.Closure:
                    At(ref r, i.A) = Capture(closure, i.C, ref r);
                    continue;

                case Op.ForLoop:
                    if (TryAdvance(ref At(ref r, i.A)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                        if (--state.StepsLeft < 0)
                        {
                            goto interrupt;
                        }
                    }

                    continue;

                case Op.ForTest:
                    if (!At(ref r, i.A + 3).IsNil)
                    {
                        At(ref r, i.A + 2) = At(ref r, i.A + 3);
                        next = ref Unsafe.Add(ref next, i.C);
                        if (--state.StepsLeft < 0)
                        {
                            goto interrupt;
                        }
                    }

                    continue;

                case Op.ForPrepare:
                    SavePosition(ref next);
                    if (!PrepareFor(ref At(ref r, i.A), ref At(ref r, i.A + 1), ref At(ref r, i.A + 2), ref At(ref r, i.A + 3)))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    continue;

                case >= Op.JumpEqualRR and <= Op.JumpNotLessOrEqualKR:
                    SavePosition(ref next);
                    if (Compare(i, closure))
                    {
                        next = ref Unsafe.Add(ref next, i.C);
                    }

                    r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                    continue;

                default:
                    SavePosition(ref next);
                    ExecuteRest(i, closure);
                    r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                    continue;
            }

        interrupt:
            SavePosition(ref next);
            state.Interrupt();
        }
    }
}
