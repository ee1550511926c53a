using ScriptGrid.EmbeddedRedis.Lua.Compilation;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Runtime;

/// <summary>A Lua universe: everything that its scripts and coroutines share. Only one thread of execution may use it at a time.</summary>
internal sealed partial class LuaState
{
    /// <param name="limits">The limits for its scripts.</param>
    /// <param name="memory">The account of the memory that they hold; null for a new one.</param>
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

    /// <summary>The table in which a string's methods are looked up first; null if that is not a table.</summary>
    internal LuaTable? StringMethods => StringMetatable?.MetaValue(MetaEvent.Index).AsTable;

    /// <summary>The function <c>next</c>, for which the interpreter has a fast path.</summary>
    internal LuaFunction? NextFunction { get; set; }

    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<LuaObject, object> _addresses = [];
    private long _lastAddress = 0x55d0_c0de_0000;

    /// <summary>Returns a unique number for an object, which <c>tostring</c> shows like an address in C.</summary>
    internal long AddressOf(LuaObject value) => (long)_addresses.GetValue(value, _ => _lastAddress += 0x40);

    /// <summary>Compiles a script to a function, which can be called any number of times.</summary>
    /// <param name="source">The bytes of the script.</param>
    /// <param name="chunkName">The script's name in messages: <c>user_script</c>.</param>
    /// <param name="nameInSyntaxErrors">The name in messages of the compiler, if it differs.</param>
    /// <param name="givenName">The name that <see cref="CallLevel.Source"/> returns; null for the name after a <c>@</c>.</param>
    /// <param name="more">Returns what follows the source, piece by piece, as it is needed; an empty piece ends it. Null if nothing follows.</param>
    /// <exception cref="LuaSyntaxException">The script does not compile.</exception>
    /// <exception cref="LuaException">The script needs more memory than scripts may hold, or the host ends the script that loads it.</exception>
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

    /// <summary>Returns the metamethod of a value for an event; nil if it has none.</summary>
    internal LuaValue Metamethod(LuaValue value, MetaEvent metaEvent) => MetatableOf(value)?.MetaValue(metaEvent) ?? LuaValue.Nil;

    internal LuaTable? MetatableOf(LuaValue value) => value.Reference switch
    {
        LuaTable table => table.Metatable,
        LuaString => StringMetatable,
        _ => null,
    };

    /// <summary>
    /// Uses one object for equal string constants of a script. If a library's table has such a key, it uses that object, because lookups compare references
    /// first.
    /// </summary>
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
