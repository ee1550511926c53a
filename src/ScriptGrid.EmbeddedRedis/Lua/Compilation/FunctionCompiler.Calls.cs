using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Calls, lists of values and table constructors.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>The number of positional fields of a constructor that are stored at once.</summary>
    private const int FieldsPerFlush = 50;

    /// <summary>Whether an expression may yield any number of values.</summary>
    private static bool IsOpen(Expression expression) => expression is CallExpression or MethodCallExpression or VarargExpression;

    private void SelfInto(MethodCallExpression call, Place left, int temporary)
    {
        int receiver = left.Kind == PlaceKind.Register ? left.Register : temporary;
        if (left.Kind != PlaceKind.Register)
        {
            Load(left, temporary, call.Line);
        }

        Reserve(1, call.Line);
        Emit(Op.Self, temporary, receiver, Constant(call.Name), call.NameLine);
        Name(Operand.First, call.Target);
    }

    /// <summary>
    /// Calls the function in register <paramref name="function"/>, which is already followed by <paramref name="extra"/> arguments, for one result.
    /// </summary>
    private void CallInto(Expression call, Expression? callee, IReadOnlyList<Expression> arguments, int target, int function, int extra)
    {
        bool isOpen = Values(arguments);
        Emit(Op.Call, function, isOpen ? 0 : arguments.Count + extra + 1, 2, call.Line);
        if (callee is not null)
        {
            Name(Operand.First, callee);
        }
        else
        {
            _names.Add(new OperandName(_code.Count - 1, Operand.First, "method", ((MethodCallExpression)call).Name));
        }

        _free = function + 1;
        Load(Place.In(function), target, call.Line);
    }

    /// <summary>Evaluates a list into consecutive new registers. Returns true if the last expression yields all its values, up to the top.</summary>
    private bool Values(IReadOnlyList<Expression> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            ToNext(values[i]);
        }

        return values.Count > 0 && IsOpen(values[^1]) && SetResults(-1);
    }

    /// <summary>Evaluates a list into exactly <paramref name="count"/> consecutive new registers.</summary>
    private void Values(IReadOnlyList<Expression> values, int count, int line)
    {
        int first = _free;
        for (int i = 0; i < values.Count; i++)
        {
            ToNext(values[i]);
        }

        int missing = count - values.Count;
        if (values.Count > 0 && IsOpen(values[^1]) && missing >= 0)
        {
            SetResults(missing + 1);
            Reserve(missing, line);
        }
        else if (missing > 0)
        {
            int filler = Reserve(missing, line);
            Emit(Op.LoadNil, filler, filler + missing - 1, 0, line);
        }

        _free = first + count;
    }

    /// <summary>Sets how many values the last emitted call or <c>...</c> yields. Always returns true.</summary>
    private bool SetResults(int count)
    {
        var instruction = _code[^1];
        instruction.C = count + 1;
        _code[^1] = instruction;
        return true;
    }

    private void TableInto(TableExpression table, int register)
    {
        int start = Emit(Op.NewTable, register, 0, 0, table.Line);
        int stored = 0;
        int pending = 0;
        int keyed = 0;
        for (int i = 0; i < table.Fields.Count; i++)
        {
            var field = table.Fields[i];
            if (field.Key is not null)
            {
                keyed++;
                KeyedField(table, field, register);
                continue;
            }

            ToNext(field.Value);
            if (i == table.Fields.Count - 1 && IsOpen(field.Value))
            {
                SetResults(-1);
                Emit(Op.SetList, register, 0, stored, field.Line);
                _free = register + 1;
                SetSizes(start, stored + pending, keyed);
                return;
            }

            if (++pending == FieldsPerFlush)
            {
                stored = Flush(register, stored, pending, field.Line);
                pending = 0;
            }
        }

        Flush(register, stored, pending, table.Line);
        SetSizes(start, stored + pending, keyed);
    }

    private int Flush(int register, int stored, int pending, int line)
    {
        if (pending > 0)
        {
            Emit(Op.SetList, register, pending, stored, line);
        }

        _free = register + 1;
        return stored + pending;
    }

    private void KeyedField(TableExpression table, TableField field, int register)
    {
        int mark = _free;
        var key = Evaluate(field.Key!);
        var value = Evaluate(field.Value);
        StoreAt(Place.In(register), key, value, table, field.Line);
        _free = mark;
    }

    private void SetSizes(int start, int array, int hash)
    {
        var instruction = _code[start];
        _code[start] = new Instruction(Op.NewTable, instruction.A, Math.Min(RoundSize(hash), ushort.MaxValue), RoundSize(array));
    }

    /// <summary>Rounds up to the next number that fits a mantissa of four bits and an exponent, which is how Lua's instructions store sizes.</summary>
    private static int RoundSize(int size)
    {
        int exponent = 0;
        while (size >= 16)
        {
            size = (size + 1) >> 1;
            exponent++;
        }

        return size << exponent;
    }
}
