using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScriptGrid.EmbeddedRedis.Lua.Compilation;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <content>The interpreter: one loop for all functions of scripts, whose calls of each other take frames but no C# stack. The cases here are the common
/// ones; whatever needs coercion, metamethods or an error goes to <see cref="ExecuteRest"/>. It is one long method because every call out of it costs
/// more than most instructions do.</content>
internal sealed partial class LuaThread
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref LuaValue At(ref LuaValue first, int index) => ref Unsafe.Add(ref first, (nint)(uint)index);

    /// <summary>Runs the frame on top until a frame that C# entered ends or the coroutine is suspended.</summary>
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

                case Op.GetGlobal:
                    {
                        ref LuaValue slot = ref state.Globals.FindString(Unsafe.As<LuaString>(At(ref k, i.C).Reference!));
                        if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
                        {
                            At(ref r, i.A) = slot;
                            continue;
                        }

                        goto rest;
                    }

                case Op.GetField:
                    {
                        if (At(ref r, i.B).AsTable is { } table)
                        {
                            ref LuaValue slot = ref table.FindString(Unsafe.As<LuaString>(At(ref k, i.C).Reference!));
                            if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
                            {
                                At(ref r, i.A) = slot;
                                continue;
                            }

                            if (table.Metatable is null)
                            {
                                At(ref r, i.A) = LuaValue.Nil;
                                continue;
                            }
                        }

                        goto rest;
                    }

                case Op.GetTable:
                    {
                        if (At(ref r, i.B).AsTable is { } table)
                        {
                            ref LuaValue key = ref At(ref r, i.C);
                            if (key.IsNumber)
                            {
                                double number = key.Number;
                                int index = (int)number;
                                LuaValue[] array = table.ArrayPart;
                                if (index == number && (uint)(index - 1) < (uint)array.Length)
                                {
                                    ref LuaValue item = ref At(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
                                    if (!item.IsNil || table.Metatable is null)
                                    {
                                        At(ref r, i.A) = item;
                                        continue;
                                    }

                                    goto rest;
                                }
                            }

                            ref LuaValue slot = ref table.Find(key);
                            if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
                            {
                                At(ref r, i.A) = slot;
                                continue;
                            }

                            if (table.Metatable is null)
                            {
                                At(ref r, i.A) = LuaValue.Nil;
                                continue;
                            }
                        }

                        goto rest;
                    }

                case Op.GetNumber:
                    {
                        if (At(ref r, i.B).AsTable is { } table)
                        {
                            ref LuaValue slot = ref table.Find(At(ref k, i.C));
                            if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
                            {
                                At(ref r, i.A) = slot;
                                continue;
                            }

                            if (table.Metatable is null)
                            {
                                At(ref r, i.A) = LuaValue.Nil;
                                continue;
                            }
                        }

                        goto rest;
                    }

                case Op.SetField:
                    {
                        if (At(ref r, i.A).AsTable is { IsReadOnly: false } table)
                        {
                            var key = Unsafe.As<LuaString>(At(ref k, i.B).Reference!);
                            ref LuaValue slot = ref table.FindString(key);
                            if (Unsafe.IsNullRef(ref slot) || slot.IsNil)
                            {
                                if (table.Metatable is not null)
                                {
                                    goto rest;
                                }

                                slot = ref table.StringSlot(key);
                            }

                            slot = i.C >= 0 ? At(ref r, i.C) : At(ref k, ~i.C);
                            continue;
                        }

                        goto rest;
                    }

                case Op.SetTable:
                    {
                        if (At(ref r, i.A).AsTable is { IsReadOnly: false } table)
                        {
                            ref LuaValue key = ref At(ref r, i.B);
                            if (key.IsNumber)
                            {
                                double number = key.Number;
                                int index = (int)number;
                                LuaValue[] array = table.ArrayPart;
                                if (index == number && (uint)(index - 1) < (uint)array.Length)
                                {
                                    ref LuaValue item = ref At(ref MemoryMarshal.GetArrayDataReference(array), index - 1);
                                    if (table.Metatable is null || !item.IsNil)
                                    {
                                        item = i.C >= 0 ? At(ref r, i.C) : At(ref k, ~i.C);
                                        continue;
                                    }
                                }
                                else if (table.Metatable is null && !double.IsNaN(number))
                                {
                                    table.Slot(key) = i.C >= 0 ? At(ref r, i.C) : At(ref k, ~i.C);
                                    continue;
                                }
                            }
                            else if (table.Metatable is null && !key.IsNil)
                            {
                                table.Slot(key) = i.C >= 0 ? At(ref r, i.C) : At(ref k, ~i.C);
                                continue;
                            }
                        }

                        goto rest;
                    }

                case Op.Self:
                    {
                        ref LuaValue receiver = ref At(ref r, i.B);
                        var holder = receiver.AsTable;
                        if (holder is null && receiver.IsString)
                        {
                            holder = state.StringMethods;
                        }

                        if (holder is not null)
                        {
                            ref LuaValue slot = ref holder.FindString(Unsafe.As<LuaString>(At(ref k, i.C).Reference!));
                            if (!Unsafe.IsNullRef(ref slot) && !slot.IsNil)
                            {
                                At(ref r, i.A + 1) = receiver;
                                At(ref r, i.A) = slot;
                                continue;
                            }
                        }

                        goto rest;
                    }

                case Op.NewTable:
                    if (i.C + i.B <= FreeValues)
                    {
                        At(ref r, i.A) = new LuaTable(i.C, i.B);
                        continue;
                    }

                    goto rest;

                case Op.AddRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = left.Number + right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.AddRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = left.Number + At(ref k, i.C).Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.AddKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = At(ref k, i.B).Number + right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.SubtractRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = left.Number - right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.SubtractRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = left.Number - At(ref k, i.C).Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.SubtractKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = At(ref k, i.B).Number - right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.MultiplyRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = left.Number * right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.MultiplyRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = left.Number * At(ref k, i.C).Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.MultiplyKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = At(ref k, i.B).Number * right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.DivideRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = left.Number / right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.DivideRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = left.Number / At(ref k, i.C).Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.DivideKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = At(ref k, i.B).Number / right.Number;
                            continue;
                        }

                        goto rest;
                    }

                case Op.ModuloRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Modulo(left.Number, right.Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.ModuloRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Modulo(left.Number, At(ref k, i.C).Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.ModuloKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Modulo(At(ref k, i.B).Number, right.Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.PowerRR:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        ref LuaValue right = ref At(ref r, i.C);
                        if (left.IsNumber && right.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Power(left.Number, right.Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.PowerRK:
                    {
                        ref LuaValue left = ref At(ref r, i.B);
                        if (left.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Power(left.Number, At(ref k, i.C).Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.PowerKR:
                    {
                        ref LuaValue right = ref At(ref r, i.C);
                        if (right.IsNumber)
                        {
                            At(ref r, i.A) = LuaArithmetic.Power(At(ref k, i.B).Number, right.Number);
                            continue;
                        }

                        goto rest;
                    }

                case Op.Negate:
                    if (At(ref r, i.B).IsNumber)
                    {
                        At(ref r, i.A) = -At(ref r, i.B).Number;
                        continue;
                    }

                    goto rest;

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

                case Op.JumpEqualRR:
                    {
                        ref LuaValue left = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (left.AsTable is { Metatable: not null } && right.AsTable is { Metatable: not null })
                        {
                            goto compare;
                        }

                        if (left.Equals(right))
                        {
                            next = ref Unsafe.Add(ref next, i.C);
                        }

                        continue;
                    }

                case Op.JumpEqualRK:
                    {
                        ref LuaValue left = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref k, i.B);
                        if (left.Equals(right))
                        {
                            next = ref Unsafe.Add(ref next, i.C);
                        }

                        continue;
                    }

                case Op.JumpNotEqualRR:
                    {
                        ref LuaValue left = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (left.AsTable is { Metatable: not null } && right.AsTable is { Metatable: not null })
                        {
                            goto compare;
                        }

                        if (!left.Equals(right))
                        {
                            next = ref Unsafe.Add(ref next, i.C);
                        }

                        continue;
                    }

                case Op.JumpNotEqualRK:
                    {
                        ref LuaValue left = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref k, i.B);
                        if (!left.Equals(right))
                        {
                            next = ref Unsafe.Add(ref next, i.C);
                        }

                        continue;
                    }

                case Op.JumpLessRR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (operand.IsNumber && right.IsNumber)
                        {
                            if (operand.Number < right.Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessRR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (operand.IsNumber && right.IsNumber)
                        {
                            if (!(operand.Number < right.Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpLessRK:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (operand.Number < At(ref k, i.B).Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessRK:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (!(operand.Number < At(ref k, i.B).Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpLessKR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (At(ref k, i.B).Number < operand.Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessKR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (!(At(ref k, i.B).Number < operand.Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpLessOrEqualRR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (operand.IsNumber && right.IsNumber)
                        {
                            if (operand.Number <= right.Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessOrEqualRR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        ref LuaValue right = ref At(ref r, i.B);
                        if (operand.IsNumber && right.IsNumber)
                        {
                            if (!(operand.Number <= right.Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpLessOrEqualRK:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (operand.Number <= At(ref k, i.B).Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessOrEqualRK:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (!(operand.Number <= At(ref k, i.B).Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpLessOrEqualKR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (At(ref k, i.B).Number <= operand.Number)
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.JumpNotLessOrEqualKR:
                    {
                        ref LuaValue operand = ref At(ref r, i.A);
                        if (operand.IsNumber)
                        {
                            if (!(At(ref k, i.B).Number <= operand.Number))
                            {
                                next = ref Unsafe.Add(ref next, i.C);
                            }

                            continue;
                        }

                        goto compare;
                    }

                case Op.Call:
                    {
                        int slot = _calls[_depth].Base + i.A;
                        int count = i.B > 0 ? i.B - 1 : _top - slot - 1;
                        SavePosition(ref next);
                        if (At(ref r, i.A).Reference is LuaClosure callee)
                        {
                            Enter(callee, slot, count, i.C - 1);
                            if (--state.StepsLeft < 0)
                            {
                                state.Interrupt();
                            }

                            goto reload;
                        }

                        if (--state.StepsLeft < 0)
                        {
                            state.Interrupt();
                        }

                        switch (Begin(slot, count, i.C - 1))
                        {
                            case CallOutcome.Entered:
                                goto reload;
                            case CallOutcome.Yielded:
                                return;
                        }

                        r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                        continue;
                    }

                case Op.TailCall:
                    {
                        int slot = _calls[_depth].Base + i.A;
                        int count = i.B > 0 ? i.B - 1 : _top - slot - 1;
                        SavePosition(ref next);
                        if (--state.StepsLeft < 0)
                        {
                            state.Interrupt();
                        }

                        switch (BeginTail(slot, count))
                        {
                            case CallOutcome.Entered:
                                goto reload;
                            case CallOutcome.Yielded:
                                return;
                        }

                        r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                        continue;
                    }

                case Op.ReturnNothing:
                    {
                        ref CallInfo call = ref _calls[_depth--];
                        if (call.Wanted != 0)
                        {
                            PlaceResults(call.Base, 0, call.Result, call.Wanted);
                        }

                        if (call.IsEntry)
                        {
                            return;
                        }

                        goto reload;
                    }

                case Op.ReturnOne:
                    {
                        ref CallInfo call = ref _calls[_depth--];
                        if (call.Wanted == 1)
                        {
                            _stack[call.Result] = At(ref r, i.A);
                        }
                        else
                        {
                            PlaceResults(call.Base + i.A, 1, call.Result, call.Wanted);
                        }

                        if (call.IsEntry)
                        {
                            return;
                        }

                        goto reload;
                    }

                case Op.Return:
                    {
                        ref CallInfo call = ref _calls[_depth--];
                        int first = call.Base + i.A;
                        PlaceResults(first, i.B > 0 ? i.B - 1 : _top - first, call.Result, call.Wanted);
                        if (call.IsEntry)
                        {
                            return;
                        }

                        goto reload;
                    }

                case Op.Closure:
                    At(ref r, i.A) = Capture(closure, i.C, ref r);
                    continue;

                case Op.ForLoop:
                    {
                        ref LuaValue value = ref At(ref r, i.A);
                        double step = At(ref r, i.A + 2).Number;
                        double number = value.Number + step;
                        if (step > 0 ? number <= At(ref r, i.A + 1).Number : number >= At(ref r, i.A + 1).Number)
                        {
                            LuaValue.SetNumber(ref value, number);
                            At(ref r, i.A + 3) = number;
                            next = ref Unsafe.Add(ref next, i.C);
                            if (--state.StepsLeft < 0)
                            {
                                goto interrupt;
                            }
                        }

                        continue;
                    }

                case Op.ForCall:
                    {
                        ref LuaValue iterator = ref At(ref r, i.A);
                        if (ReferenceEquals(iterator.Reference, state.NextFunction) && At(ref r, i.A + 1).AsTable is { } table)
                        {
                            ref LuaValue control = ref At(ref r, i.A + 2);
                            int position = control.IsNil ? 0 : (int)iterator.Number;
                            if (position == 0 ? control.IsNil : table.IsBefore(position, control))
                            {
                                table.TryFrom(ref position, out At(ref r, i.A + 3), out At(ref r, i.A + 4));
                                LuaValue.SetNumber(ref iterator, position);
                                for (int n = 2; n < i.B; n++)
                                {
                                    At(ref r, i.A + 3 + n) = LuaValue.Nil;
                                }

                                continue;
                            }
                        }

                        At(ref r, i.A + 5) = At(ref r, i.A + 2);
                        At(ref r, i.A + 4) = At(ref r, i.A + 1);
                        At(ref r, i.A + 3) = iterator;
                        SavePosition(ref next);
                        if (--state.StepsLeft < 0)
                        {
                            state.Interrupt();
                        }

                        switch (Begin(_calls[_depth].Base + i.A + 3, 2, i.B))
                        {
                            case CallOutcome.Entered:
                                goto reload;
                            case CallOutcome.Yielded:
                                return;
                        }

                        r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
                        continue;
                    }

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

                default:
                    goto rest;
            }

        rest:
            SavePosition(ref next);
            ExecuteRest(Unsafe.Add(ref next, -1), closure);
            r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
            continue;

        compare:
            SavePosition(ref next);
            if (Compare(Unsafe.Add(ref next, -1), closure))
            {
                next = ref Unsafe.Add(ref next, Unsafe.Add(ref next, -1).C);
            }

            r = ref At(ref MemoryMarshal.GetArrayDataReference(_stack), _calls[_depth].Base);
            continue;

        interrupt:
            SavePosition(ref next);
            state.Interrupt();
        }
    }

    /// <summary>Notes where the function under way stands, for messages and for whoever comes back to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SavePosition(ref Instruction next)
    {
        ref CallInfo call = ref _calls[_depth];
        ref Instruction first = ref MemoryMarshal.GetArrayDataReference(Unsafe.As<LuaClosure>(call.Function!).Prototype.Code);
        call.Position = (int)(Unsafe.ByteOffset(ref first, ref next) / Unsafe.SizeOf<Instruction>());
    }
}
