using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Assignments: evaluate tables and keys from left to right, then the values, and then store from right to left.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>A target with its evaluated table and key. Both are unused if the target is a name.</summary>
    private readonly record struct Target(Expression Expression, Place Table, Place Key);

    private void Assign(AssignmentStatement statement)
    {
        var targets = statement.Targets;
        if (targets.Count == 1 && statement.Values.Count == 1)
        {
            AssignOne(targets[0], statement.Values[0], statement.Line);
            return;
        }

        var prepared = targets.Select(target => Prepare(target, targets)).ToArray();
        int first = _free;
        if (statement.Values.Count != targets.Count)
        {
            Values(statement.Values, targets.Count, statement.Line);
            StoreFrom(prepared, first, targets.Count, statement.Line);
            return;
        }

        for (int i = 0; i < targets.Count - 1; i++)
        {
            ToNext(statement.Values[i]);
        }

        Store(prepared[^1], Evaluate(statement.Values[^1]), statement.Line);
        StoreFrom(prepared, first, targets.Count - 1, statement.Line);
    }

    private void AssignOne(Expression target, Expression value, int line)
    {
        if (target is NameExpression { Variable: { IsCaptured: false } variable } && _registers.TryGetValue(variable, out int register))
        {
            ToVariable(value, register);
            return;
        }

        var prepared = Prepare(target, []);
        Store(prepared, Evaluate(value), line);
    }

    private void StoreFrom(Target[] targets, int first, int count, int line)
    {
        _free = Math.Max(_free, first + count);
        for (int i = count - 1; i >= 0; i--)
        {
            int mark = _free;
            Store(targets[i], Place.In(first + i), line);
            _free = mark;
        }
    }

    /// <summary>Evaluates table and key. Copies a variable first if the same statement assigns to it.</summary>
    private Target Prepare(Expression target, IReadOnlyList<Expression> all)
    {
        if (target is not IndexExpression index)
        {
            return new Target(target, default, default);
        }

        var table = Guard(Evaluate(index.Target), all, index.Line);
        return new Target(target, table, Guard(Evaluate(index.Key), all, index.Line));
    }

    private Place Guard(Place place, IReadOnlyList<Expression> targets, int line)
    {
        bool isAssigned = place.Kind != PlaceKind.Constant && targets.Any(target =>
            target is NameExpression { Variable: { } variable } && _registers.TryGetValue(variable, out int register) && register == place.Register);
        if (!isAssigned)
        {
            return place;
        }

        int copy = Reserve(1, line);
        Load(place, copy, line);
        return Place.In(copy);
    }

    private void Store(Target target, Place value, int line)
    {
        switch (target.Expression)
        {
            case IndexExpression index:
                StoreAt(target.Table, target.Key, value, index.Target, line);
                break;
            case NameExpression { Variable: null } name:
                Emit(Op.SetGlobal, RegisterOf(value, line), 0, Constant(name.Name), line);
                break;
            case NameExpression { Variable: { } variable } when !_registers.ContainsKey(variable):
                Emit(Op.SetUpvalue, RegisterOf(value, line), UpvalueIndex(variable), 0, line);
                break;
            case NameExpression { Variable: { IsCaptured: true } variable }:
                Emit(Op.SetCell, _registers[variable], RegisterOf(value, line), 0, line);
                break;
            case NameExpression { Variable: { } variable }:
                Load(value, _registers[variable], line);
                break;
        }
    }

    private void StoreAt(Place table, Place key, Place value, Expression tableExpression, int line)
    {
        int register = RegisterOf(table, line);
        int stored = ValueOperand(value, line);
        if (key.Kind == PlaceKind.Constant && (key.Constant.IsString || key.Constant.IsNumber) && ShortOperand(key, line) is (var constant, true))
        {
            Emit(key.Constant.IsString ? Op.SetField : Op.SetNumber, register, constant, stored, line);
        }
        else
        {
            Emit(Op.SetTable, register, RegisterOf(key, line), stored, line);
        }

        Name(Operand.First, tableExpression);
    }
}
