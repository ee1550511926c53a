using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>One Lua universe: what all its scripts and coroutines share. Used by one thread of execution at a time.</summary>
internal sealed partial class LuaState
{
    /// <param name="limits">The bounds of its scripts.</param>
    /// <param name="memory">The account of what they hold; null for one of its own.</param>
    internal LuaState(LuaLimits limits, ScriptMemory? memory = null)
    {
        Limits = limits;
        Memory = memory ?? new ScriptMemory(limits.MaxMemoryBytes, AddRoots);
        GiveSteps(limits.StepsBetweenInterrupts);
        MainThread = LuaThread.CreateMain(this);
        _chargeTable = ChargeTable;
    }

    internal LuaLimits Limits { get; }

    internal LuaThread MainThread { get; }

    /// <summary>The table of global variables.</summary>
    internal LuaTable Globals { get; } = new();

    /// <summary>The metatable that all strings share.</summary>
    internal LuaTable? StringMetatable { get; set; }

    /// <summary>Where a method of a string is looked up first; null where that is no table.</summary>
    internal LuaTable? StringMethods => StringMetatable?.MetaValue(MetaEvent.Index).AsTable;

    /// <summary>The function <c>next</c>, which the interpreter's loops know.</summary>
    internal LuaFunction? NextFunction { get; set; }

    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<LuaObject, object> _addresses = [];
    private long _lastAddress = 0x55d0_c0de_0000;

    /// <summary>A number for an object that no other has, as C's addresses are: for <c>tostring</c>.</summary>
    internal long AddressOf(LuaObject value) => (long)_addresses.GetValue(value, _ => _lastAddress += 0x40);

    /// <summary>Compiles a script to a function, which may be called any number of times.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="chunkName">As it stands in messages: <c>user_script</c>.</param>
    /// <param name="nameInSyntaxErrors">As it stands in messages of the compiler, if that differs.</param>
    /// <param name="givenName">As <see cref="CallLevel.Source"/> tells it; the name behind <c>@</c> if absent.</param>
    /// <param name="more">Gives what follows the source, piece by piece, as it is needed; an empty piece ends it. Null where nothing follows.</param>
    /// <exception cref="LuaSyntaxException">It does not compile.</exception>
    /// <exception cref="LuaException">It needs more memory than scripts may hold, or the script that loads it is to end.</exception>
    internal LuaFunction Load(ReadOnlyMemory<byte> source, string chunkName, string? nameInSyntaxErrors = null, LuaString? givenName = null, Func<ReadOnlyMemory<byte>>? more = null)
    {
        var before = Memory.Position;
        try
        {
            var script = LuaParser.Parse(source, nameInSyntaxErrors ?? chunkName, NativeCalls, ChargeSource, more);
            return new LuaClosure(FunctionCompiler.Compile(script, chunkName, givenName ?? LuaString.FromText("@" + chunkName), new ConstantPool(this).Share, ChargeSource), []);
        }
        finally
        {
            Memory.Restore(before);
        }
    }

    /// <summary>The metamethod of a value for an event; nil where it has none.</summary>
    internal LuaValue Metamethod(LuaValue value, MetaEvent metaEvent) => MetatableOf(value)?.MetaValue(metaEvent) ?? LuaValue.Nil;

    internal LuaTable? MetatableOf(LuaValue value) => value.Reference switch
    {
        LuaTable table => table.Metatable,
        LuaString => StringMetatable,
        _ => null,
    };

    /// <summary>Gives equal string constants of a script one object, that of a library's table where it has such a key: lookups compare references first.</summary>
    private sealed class ConstantPool
    {
        private readonly Dictionary<LuaString, LuaString> _strings = [];
        private readonly List<LuaTable> _libraries = [];

        internal ConstantPool(LuaState state)
        {
            _libraries.Add(state.Globals);
            int position = 0;
            while (state.Globals.TryFrom(ref position, out _, out var value))
            {
                if (value.AsTable is { } library && library != state.Globals)
                {
                    _libraries.Add(library);
                }
            }

            foreach (var name in MetaNames.All)
            {
                _strings[name] = name;
            }
        }

        internal LuaString Share(LuaString text)
        {
            if (!_strings.TryGetValue(text, out var shared))
            {
                shared = _libraries.Select(library => library.KeyEqualTo(text)).FirstOrDefault(key => key is not null) ?? text;
                _strings[text] = shared;
            }

            return shared;
        }
    }
}
