using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ScriptGrid.EmbeddedRedis.Lua.Values;

/// <summary>A Lua value. It takes sixteen bytes; nil, booleans and numbers allocate nothing.</summary>
internal readonly struct LuaValue : IEquatable<LuaValue>
{
    // These are literals, because the runtime keeps literals where the garbage collector never moves them. So storing and comparing them costs no call.
    private const string NumberTag = "number";
    private const string FalseTag = "false";
    private const string TrueTag = "true";

    /// <summary>Null for nil, one of the tags above, or a <see cref="LuaObject"/>.</summary>
    private readonly object? _reference;

    private readonly double _number;

    private LuaValue(object? reference, double number)
    {
        _reference = reference;
        _number = number;
    }

    internal LuaValue(double number)
        : this(NumberTag, number)
    {
    }

    internal LuaValue(bool value)
        : this(value ? TrueTag : FalseTag, 0)
    {
    }

    internal LuaValue(LuaObject value)
        : this(value, 0)
    {
    }

    internal static LuaValue Nil => default;

    internal static LuaValue True => new(true);

    internal static LuaValue False => new(false);

    internal LuaType Type => _reference switch
    {
        null => LuaType.Nil,
        LuaObject value => value.Type,
        _ => ReferenceEquals(_reference, NumberTag) ? LuaType.Number : LuaType.Boolean,
    };

    internal bool IsNil => _reference is null;

    internal bool IsNumber => ReferenceEquals(_reference, NumberTag);

    internal bool IsBoolean => IsFalse || ReferenceEquals(_reference, TrueTag);

    internal bool IsFalse => ReferenceEquals(_reference, FalseTag);

    internal bool IsString => _reference is LuaString;

    /// <summary>Whether the value counts as true in a condition, as all values except nil and false do.</summary>
    internal bool IsTruthy => _reference is not null && !ReferenceEquals(_reference, FalseTag);

    /// <summary>The number; meaningless unless <see cref="IsNumber"/> is true.</summary>
    internal double Number => _number;

    /// <summary>Null for nil, or a tag, or a <see cref="LuaObject"/>; for comparisons by identity.</summary>
    internal object? Reference => _reference;

    internal LuaObject? Object => _reference as LuaObject;

    internal LuaString? AsString => _reference as LuaString;

    internal LuaTable? AsTable => _reference as LuaTable;

    internal LuaFunction? AsFunction => _reference as LuaFunction;

    /// <summary>Changes the number in a slot that is known to hold a number, without writing its reference.</summary>
    internal static void SetNumber(ref LuaValue slot, double number) => Unsafe.AsRef(in slot._number) = number;

    public static implicit operator LuaValue(double number) => new(number);

    public static implicit operator LuaValue(bool value) => new(value);

    public static implicit operator LuaValue(LuaObject value) => new(value);

    public static implicit operator LuaValue(string text) => new(LuaString.FromText(text));

    public static bool operator ==(LuaValue left, LuaValue right) => left.Equals(right);

    public static bool operator !=(LuaValue left, LuaValue right) => !left.Equals(right);

    /// <summary>
    /// Whether two values are equal without metamethods, as for <c>rawequal</c>. NaN differs from itself, and strings are compared by their bytes.
    /// </summary>
    public bool Equals(LuaValue other)
    {
        if (ReferenceEquals(_reference, other._reference))
        {
            return !IsNumber || _number == other._number;
        }

        return _reference is LuaString mine && other._reference is LuaString theirs && mine.Equals(theirs);
    }

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is LuaValue other && Equals(other);

    public override int GetHashCode() => IsNumber ? _number.GetHashCode() : _reference?.GetHashCode() ?? 0;

    /// <summary>Returns a text for debuggers, not for scripts.</summary>
    public override string ToString() => Type switch
    {
        LuaType.Nil => "nil",
        LuaType.Boolean => IsFalse ? "false" : "true",
        LuaType.Number => LuaNumber.ToText(_number),
        LuaType.String => AsString!.ToString(),
        _ => Type.ToString(),
    };
}
