using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Strings;

/// <summary>BITFIELD: integers of any width within a string.</summary>
internal static class BitFieldCommands
{
    private const string BadType = "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.";

    internal static void Register(CommandTable table)
    {
        table.Add("bitfield", static call => Run(call, mayWrite: true));
        table.Add("bitfield_ro", static call => Run(call, mayWrite: false));
    }

    private static void Run(in CommandCall call, bool mayWrite)
    {
        if (!TryParse(call, mayWrite, out List<Step> steps))
        {
            return;
        }

        byte[] key = call.Words[1];
        Step[] writes = [.. steps.Where(static step => step.Kind != StepKind.Get)];
        StringValue? value;
        BitCommands.Growth growth = BitCommands.Growth.None;
        if (writes.Length == 0)
        {
            if (!call.TryRead(key, out value))
            {
                return;
            }
        }
        else if (!BitCommands.TryGrow(call, key, (int)(writes.Max(static step => step.Offset + step.Field.Bits - 1) >> 3) + 1, out value, out growth))
        {
            return;
        }

        call.Reply.Array(steps.Count);
        bool isChanged = false;
        foreach (Step step in steps)
        {
            Run(call, step, value, out bool isWritten, out bool isOther);
            isChanged |= isWritten && (growth != BitCommands.Growth.None || isOther);
        }

        if (isChanged) // Otherwise the key may be new, but Redis counts no change if nothing was written.
        {
            call.Database.Changed(key, value!, KeyEventKinds.String, "setbit");
        }
    }

    private static void Run(in CommandCall call, Step step, StringValue? value, out bool isWritten, out bool isOther)
    {
        (isWritten, isOther) = (false, false);
        Int128 old = value is null ? 0 : step.Field.Read(value.Span, step.Offset);
        if (step.Kind == StepKind.Get)
        {
            call.Reply.Integer((long)old);
            return;
        }

        Int128 wanted = step.Kind == StepKind.Set ? step.Field.IsSigned ? step.Operand : (ulong)step.Operand : old + step.Operand;
        if (step.Field.Fit(wanted, step.Overflow) is { } fitted)
        {
            step.Field.Write(value!.Writable(0), step.Offset, fitted);
            (isWritten, isOther) = (true, fitted != old);
            call.Reply.Integer((long)(step.Kind == StepKind.Set ? old : fitted));
        }
        else
        {
            call.Reply.Null();
        }
    }

    private static bool TryParse(in CommandCall call, bool mayWrite, out List<Step> steps)
    {
        steps = [];
        var overflow = BitOverflow.Wrap;
        for (int i = 2; i < call.Words.Length;)
        {
            int left = call.Words.Length - 1 - i;
            if (left >= 1 && call.Is(i, "OVERFLOW"))
            {
                if (!TryOverflow(call, i + 1, out overflow))
                {
                    return false;
                }

                i += 2;
                continue;
            }

            StepKind? kind = left >= 2 && call.Is(i, "GET") ? StepKind.Get
                : left >= 3 && call.Is(i, "SET") ? StepKind.Set
                : left >= 3 && call.Is(i, "INCRBY") ? StepKind.Increment
                : null;
            if (kind is null)
            {
                return call.Fail(DataErrors.Syntax);
            }

            if (!TryStep(call, i, kind.Value, overflow, out Step step))
            {
                return false;
            }

            steps.Add(step);
            i += kind == StepKind.Get ? 3 : 4;
        }

        bool allowed = mayWrite || steps.TrueForAll(static step => step.Kind == StepKind.Get);
        return allowed || call.Fail("ERR BITFIELD_RO only supports the GET subcommand");
    }

    private static bool TryStep(in CommandCall call, int index, StepKind kind, BitOverflow overflow, out Step step)
    {
        step = default;
        if (!BitField.TryParse(call.Words[index + 1], out BitField field))
        {
            return call.Fail(BadType);
        }

        long operand = 0;
        if (!BitCommands.TryOffset(call, index + 2, field.Bits, out long offset) || (kind != StepKind.Get && !call.TryInteger(index + 3, out operand)))
        {
            return false;
        }

        step = new Step(kind, field, offset, operand, overflow);
        return true;
    }

    private static bool TryOverflow(in CommandCall call, int index, out BitOverflow overflow)
    {
        overflow = call.Is(index, "SAT") ? BitOverflow.Saturate : call.Is(index, "FAIL") ? BitOverflow.Fail : BitOverflow.Wrap;
        return overflow != BitOverflow.Wrap || call.Is(index, "WRAP") || call.Fail("ERR Invalid OVERFLOW type specified");
    }

    private enum StepKind
    {
        Get,
        Set,
        Increment,
    }

    private readonly record struct Step(StepKind Kind, BitField Field, long Offset, long Operand, BitOverflow Overflow);
}
