using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Compilation;

/// <summary>
/// Compiles one function. Local variables have the lowest registers, and temporaries are above them. A variable that an inner function uses is in a cell, to
/// which its register refers. Chains that lean left are walked by loops; the parser limits all other depth.
/// </summary>
internal sealed partial class FunctionCompiler
{
    private const int MaxRegisters = 250;

    /// <summary>The number of instructions between two charges, a power of two.</summary>
    private const int InstructionsBetweenCharges = 1 << 12;

    private readonly string _chunkName;
    private readonly LuaString _source;
    private readonly FunctionCompiler? _parent;
    private readonly FunctionBody _function;
    private readonly List<Instruction> _code = [];
    private readonly List<int> _lines = [];
    private readonly List<OperandName> _names = [];
    private readonly List<LuaValue> _constants = [];
    private readonly Dictionary<LuaValue, int> _constantIndexes = [];
    private readonly List<Prototype> _prototypes = [];
    private readonly Dictionary<LocalVariable, int> _registers = [];
    private readonly Dictionary<LocalVariable, int> _upvalueIndexes = [];
    private readonly List<UpvalueSource> _upvalues = [];
    private readonly Stack<List<int>> _breaks = new();
    private readonly Func<LuaString, LuaString> _intern;
    private readonly Action<int, int> _charge;
    private int _free;
    private int _stackSize = 2;

    private FunctionCompiler(FunctionBody function, string chunkName, LuaString source, FunctionCompiler? parent, Func<LuaString, LuaString> intern, Action<int, int> charge)
    {
        _function = function;
        _chunkName = chunkName;
        _source = source;
        _parent = parent;
        _intern = intern;
        _charge = charge;
    }

    /// <summary>Compiles a whole script.</summary>
    /// <param name="script">The syntax tree.</param>
    /// <param name="chunkName">The script's name in messages.</param>
    /// <param name="source">The script's name as it was given.</param>
    /// <param name="intern">Returns the object to use for a string constant.</param>
    /// <param name="charge">Called now and then with the number of instructions that were written since the last call, and 0 bytes. May throw to end the
    /// compilation.</param>
    /// <exception cref="LuaSyntaxException">A function needs too many registers.</exception>
    internal static Prototype Compile(FunctionBody script, string chunkName, LuaString source, Func<LuaString, LuaString> intern, Action<int, int> charge) =>
        new FunctionCompiler(script, chunkName, source, parent: null, intern, charge).Run();

    private Prototype Run()
    {
        foreach (var parameter in _function.Parameters)
        {
            Bind(parameter, Reserve(1, _function.Line), _function.Line);
        }

        if (_function.ArgTable is { } argTable)
        {
            int register = Reserve(1, _function.Line);
            Emit(_function.UsesVarargs ? Op.LoadNil : Op.ArgTable, register, register, 0, _function.Line);
            Bind(argTable, register, _function.Line);
        }

        Statements(_function.Body);
        Emit(Op.ReturnNothing, 0, 0, 0, _function.EndLine);
        return new Prototype
        {
            ChunkName = _chunkName,
            Source = _source,
            Line = _function.Line,
            Code = [.. _code],
            Lines = [.. _lines],
            Constants = [.. _constants],
            Prototypes = [.. _prototypes],
            Upvalues = [.. _upvalues],
            Names = [.. _names],
            Parameters = _function.Parameters.Count,
            IsVararg = _function.IsVararg,
            StackSize = _stackSize,
        };
    }

    /// <summary>Notes that a variable is in a register, which already has its first value.</summary>
    private void Bind(LocalVariable variable, int register, int line)
    {
        _registers[variable] = register;
        if (variable.IsCaptured)
        {
            Emit(Op.NewCell, register, 0, 0, line);
        }
    }

    private int UpvalueIndex(LocalVariable variable)
    {
        if (_upvalueIndexes.TryGetValue(variable, out int index))
        {
            return index;
        }

        var source = _parent!._registers.TryGetValue(variable, out int register)
            ? new UpvalueSource(IsRegister: true, register)
            : new UpvalueSource(IsRegister: false, _parent.UpvalueIndex(variable));
        index = _upvalues.Count;
        _upvalues.Add(source);
        _upvalueIndexes[variable] = index;
        return index;
    }

    private int Reserve(int count, int line)
    {
        int first = _free;
        _free += count;
        if (_free > MaxRegisters)
        {
            throw new LuaSyntaxException(_chunkName, line, "function or expression too complex");
        }

        _stackSize = Math.Max(_stackSize, _free + 1);
        return first;
    }

    private int Emit(Op op, int a, int b, int c, int line)
    {
        _code.Add(new Instruction(op, a, b, c));
        _lines.Add(line);
        if ((_code.Count & (InstructionsBetweenCharges - 1)) == 0)
        {
            _charge(InstructionsBetweenCharges, 0);
        }

        return _code.Count - 1;
    }

    /// <summary>Returns the operation that is <paramref name="distance"/> places after the first of its family.</summary>
    private static Op After(Op op, int distance) => (Op)((int)op + distance);

    private int Constant(LuaValue value)
    {
        if (_constantIndexes.TryGetValue(value, out int index))
        {
            return index;
        }

        index = _constants.Count;
        var shared = value.AsString is { } text ? _intern(text) : value;
        _constants.Add(shared);
        if (!value.IsNumber || !double.IsNaN(value.Number))
        {
            _constantIndexes[shared] = index;
        }

        return index;
    }

    private void PatchHere(int jump) => Patch(jump, _code.Count);

    private void PatchHere(List<int> jumps)
    {
        foreach (int jump in jumps)
        {
            PatchHere(jump);
        }
    }

    private void Patch(int jump, int target)
    {
        var instruction = _code[jump];
        instruction.C = target - (jump + 1);
        _code[jump] = instruction;
    }

    private void JumpBack(int target, int line)
    {
        int jump = Emit(Op.Loop, 0, 0, 0, line);
        Patch(jump, target);
    }
}
