using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Statements.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>Compiles statements in their own scope.</summary>
    private void Scope(Block block)
    {
        int mark = _free;
        Statements(block);
        _free = mark;
    }

    private void Statements(Block block)
    {
        foreach (var statement in block.Statements)
        {
            int mark = _free;
            switch (statement)
            {
                case LocalStatement local:
                    Local(local);
                    continue;
                case LocalFunctionStatement function:
                    LocalFunction(function);
                    continue;
                default:
                    Compile(statement);
                    break;
            }

            _free = mark;
        }
    }

    private void Compile(Statement statement)
    {
        switch (statement)
        {
            case AssignmentStatement assignment:
                Assign(assignment);
                break;
            case CallStatement call:
                ToNext(call.Call);
                SetResults(0);
                break;
            case DoStatement block:
                Scope(block.Body);
                break;
            case WhileStatement loop:
                While(loop);
                break;
            case RepeatStatement loop:
                Repeat(loop);
                break;
            case IfStatement choice:
                If(choice);
                break;
            case NumericForStatement loop:
                NumericFor(loop);
                break;
            case GenericForStatement loop:
                GenericFor(loop);
                break;
            case FunctionStatement function:
                AssignOne(function.Target, new FunctionExpression(function.Line, function.Body), function.Line);
                break;
            case ReturnStatement result:
                Return(result);
                break;
            case BreakStatement:
                _breaks.Peek().Add(Emit(Op.Jump, 0, 0, 0, statement.Line));
                break;
        }
    }

    private void Local(LocalStatement statement)
    {
        int first = _free;
        Values(statement.Values, statement.Variables.Count, statement.Line);
        for (int i = 0; i < statement.Variables.Count; i++)
        {
            Bind(statement.Variables[i], first + i, statement.Line);
        }
    }

    private void LocalFunction(LocalFunctionStatement statement)
    {
        int register = Reserve(1, statement.Line);
        if (!statement.Variable.IsCaptured)
        {
            Closure(statement.Body, register);
            Bind(statement.Variable, register, statement.Line);
            return;
        }

        Emit(Op.LoadNil, register, register, 0, statement.Line);
        Bind(statement.Variable, register, statement.Line);
        int closure = Reserve(1, statement.Line);
        Closure(statement.Body, closure);
        Emit(Op.SetCell, register, closure, 0, statement.Line);
        _free = register + 1;
    }

    private void If(IfStatement statement)
    {
        var ends = new List<int>();
        for (int i = 0; i < statement.Clauses.Count; i++)
        {
            var clause = statement.Clauses[i];
            var next = new List<int>();
            JumpIf(clause.Condition, when: false, next);
            Scope(clause.Body);
            if (i < statement.Clauses.Count - 1 || statement.Else is not null)
            {
                ends.Add(Emit(Op.Jump, 0, 0, 0, clause.Body.EndLine));
            }

            PatchHere(next);
        }

        if (statement.Else is { } otherwise)
        {
            Scope(otherwise);
        }

        PatchHere(ends);
    }

    private void Return(ReturnStatement statement)
    {
        var values = statement.Values;
        switch (values)
        {
            case []:
                Emit(Op.ReturnNothing, 0, 0, 0, statement.Line);
                break;
            case [CallExpression or MethodCallExpression]:
                int function = ToNext(values[0]);
                SetResults(-1);
                var call = _code[^1];
                _code[^1] = new Instruction(Op.TailCall, call.A, call.B, call.C);
                Emit(Op.Return, function, 0, 0, _lines[^1]);
                break;
            case [not VarargExpression]:
                Emit(Op.ReturnOne, RegisterOf(Evaluate(values[0]), statement.Line), 0, 0, statement.Line);
                break;
            default:
                int first = _free;
                Emit(Op.Return, first, Values(values) ? 0 : values.Count + 1, 0, statement.Line);
                break;
        }
    }
}
