using ScriptGrid.EmbeddedRedis.Lua.Syntax;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <content>Loops.</content>
internal sealed partial class FunctionCompiler
{
    /// <summary>The number of hidden registers that a for loop needs.</summary>
    private const int HiddenRegisters = 3;

    private void While(WhileStatement loop)
    {
        int start = _code.Count;
        var exits = new List<int>();
        JumpIf(loop.Condition, when: false, exits);
        _breaks.Push(exits);
        Scope(loop.Body);
        JumpBack(start, loop.Line);
        PatchHere(_breaks.Pop());
    }

    private void Repeat(RepeatStatement loop)
    {
        int mark = _free;
        int start = _code.Count;
        var exits = new List<int>();
        _breaks.Push(exits);
        Statements(loop.Body);
        JumpIf(loop.Condition, when: true, exits);
        JumpBack(start, loop.Line);
        PatchHere(_breaks.Pop());
        _free = mark;
    }

    private void NumericFor(NumericForStatement loop)
    {
        int first = _free;
        ToNext(loop.Start);
        ToNext(loop.Limit);
        ToNext(loop.Step ?? new NumberExpression(loop.Line, 1));
        int prepare = Emit(Op.ForPrepare, first, 0, 0, loop.Line);
        _breaks.Push([]);
        Bind(loop.Variable, Reserve(1, loop.Line), loop.Line);
        Scope(loop.Body);
        Patch(Emit(Op.ForLoop, first, 0, 0, loop.Line), prepare + 1);
        PatchHere(prepare);
        PatchHere(_breaks.Pop());
    }

    private void GenericFor(GenericForStatement loop)
    {
        int first = _free;
        Values(loop.Values, HiddenRegisters, loop.Line);
        int enter = Emit(Op.Jump, 0, 0, 0, loop.Line);
        int body = _code.Count;
        int variables = Reserve(Math.Max(loop.Variables.Count, HiddenRegisters), loop.Line);
        _breaks.Push([]);
        for (int i = 0; i < loop.Variables.Count; i++)
        {
            Bind(loop.Variables[i], variables + i, loop.Line);
        }

        _free = variables + loop.Variables.Count;
        Scope(loop.Body);
        PatchHere(enter);
        Emit(Op.ForCall, first, loop.Variables.Count, 0, loop.Line);
        Patch(Emit(Op.ForTest, first, 0, 0, loop.Line), body);
        PatchHere(_breaks.Pop());
    }
}
