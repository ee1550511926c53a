using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands.Geo;

/// <summary>The options of GEOSEARCH and GEORADIUS: a center, a shape around it, and how to reply.</summary>
internal ref struct GeoSearchWords
{
    private GeoPoint? _middle;
    private double? _width;
    private double _height;
    private bool _isBox;

    internal double Unit { get; private set; }

    internal bool WithDistance { get; private set; }

    internal bool WithHash { get; private set; }

    internal bool WithCoordinates { get; private set; }

    /// <summary>1 for nearest first, -1 for farthest first, 0 for any order.</summary>
    internal int Order { get; private set; }

    internal long? Count { get; private set; }

    internal bool Any { get; private set; }

    internal byte[]? StoreKey { get; private set; }

    internal bool StoreDistance { get; private set; }

    internal readonly bool IsPlain => !WithDistance && !WithHash && !WithCoordinates;

    /// <summary>Whether a place lies within the shape, and how far from its center.</summary>
    internal readonly bool Covers(GeoPoint point, out double meters)
    {
        if (_isBox)
        {
            return _middle!.Value.IsWithinBox(point, _width!.Value, _height, out meters);
        }

        meters = _middle!.Value.MetersTo(point);
        return meters <= _width;
    }

    /// <summary>Returns the scores of places that may lie within the shape, in the order of the search.</summary>
    internal readonly List<(double First, double End)> Areas()
    {
        if (!_isBox)
        {
            return GeoAreas.Around(_middle!.Value, _width!.Value, _width.Value, _width.Value);
        }

        (double width, double height) = (_width!.Value / 2, _height / 2);
        return GeoAreas.Around(_middle!.Value, Math.Sqrt((width * width) + (height * height)), width, height);
    }

    /// <summary>Reads the words of <c>GEOSEARCH key</c> or <c>GEOSEARCHSTORE destination key</c>.</summary>
    internal static bool TryParseSearch(in CommandCall call, bool store, SortedSetValue? set, out GeoSearchWords words)
    {
        words = new GeoSearchWords { Unit = 1, StoreKey = store ? call.Words[1] : null };
        int index = store ? 3 : 2;
        while (index < call.Words.Length)
        {
            if (!words.TryShape(call, ref index, set, out bool taken) || (!taken && !words.TryOption(call, ref index, old: false, mayStore: store)))
            {
                return false;
            }
        }

        string name = WordText.Of(call.Words[0]);
        if (words._middle is null)
        {
            return call.Fail($"ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for {name}");
        }

        return (words._width is not null || call.Fail($"ERR exactly one of BYRADIUS and BYBOX can be specified for {name}")) && words.TryFinish(call);
    }

    /// <summary>Reads the words of <c>GEORADIUS key longitude latitude radius unit</c> or <c>GEORADIUSBYMEMBER key member radius unit</c>.</summary>
    internal static bool TryParseRadius(in CommandCall call, bool byMember, bool mayStore, SortedSetValue? set, out GeoSearchWords words)
    {
        words = new GeoSearchWords { Unit = 1 };
        int index = byMember ? 3 : 4;
        bool isMissing = byMember && set is null;
        if (!isMissing && (!(byMember ? words.TryMember(call, 2, set) : words.TryMiddle(call, 2)) || !words.TryRadius(call, index)))
        {
            return false;
        }

        index += 2;
        while (index < call.Words.Length)
        {
            if (!words.TryOption(call, ref index, old: true, mayStore))
            {
                return false;
            }
        }

        bool clash = words.StoreKey is not null && !words.IsPlain;
        return !(clash && !call.Fail($"ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options")) && words.TryFinish(call);
    }

    private bool TryShape(in CommandCall call, ref int index, SortedSetValue? set, out bool taken)
    {
        int more = call.Words.Length - 1 - index;
        int at = index + 1;
        taken = true;
        if (more >= 1 && _middle is null && call.Is(index, "FROMMEMBER"))
        {
            index += 2;
            return TryMember(call, at, set);
        }

        if (more >= 2 && _middle is null && call.Is(index, "FROMLONLAT"))
        {
            index += 3;
            return TryMiddle(call, at);
        }

        if (more >= 2 && _width is null && call.Is(index, "BYRADIUS"))
        {
            index += 3;
            return TryRadius(call, at);
        }

        if (more >= 3 && _width is null && call.Is(index, "BYBOX"))
        {
            index += 4;
            return TryBox(call, at);
        }

        taken = false;
        return true;
    }

    private bool TryOption(in CommandCall call, ref int index, bool old, bool mayStore)
    {
        int at = index++;
        bool hasMore = index < call.Words.Length;
        bool canStore = old && mayStore && hasMore;
        if (call.Is(at, "WITHDIST") || call.Is(at, "WITHHASH") || call.Is(at, "WITHCOORD"))
        {
            WithDistance |= call.Is(at, "WITHDIST");
            WithHash |= call.Is(at, "WITHHASH");
            WithCoordinates |= call.Is(at, "WITHCOORD");
            return old || StoreKey is null || call.Fail(DataErrors.Syntax);
        }

        if (call.Is(at, "ASC") || call.Is(at, "DESC"))
        {
            Order = call.Is(at, "ASC") ? 1 : -1;
            return true;
        }

        if (call.Is(at, "ANY"))
        {
            return Any = true;
        }

        if (hasMore && call.Is(at, "COUNT"))
        {
            bool parsed = call.TryInteger(index++, out long count);
            Count = count;
            return parsed && (count > 0 || call.Fail("ERR COUNT must be > 0"));
        }

        if (canStore && (call.Is(at, "STORE") || call.Is(at, "STOREDIST")))
        {
            StoreDistance = call.Is(at, "STOREDIST");
            StoreKey = call.Words[index++];
            return true;
        }

        return (!old && mayStore && call.Is(at, "STOREDIST") && (StoreDistance = true)) || call.Fail(DataErrors.Syntax);
    }

    // With COUNT but without ANY or an order, the nearest come first.
    private bool TryFinish(in CommandCall call)
    {
        if (Any && Count is null)
        {
            return call.Fail("ERR the ANY argument requires COUNT argument");
        }

        Order = Count is not null && Order == 0 && !Any ? 1 : Order;
        return true;
    }

    private bool TryMember(in CommandCall call, int index, SortedSetValue? set)
    {
        if (set is null)
        {
            _middle = default(GeoPoint);
            return true;
        }

        bool found = set.TryGetScore(call.Words[index], out double score);
        _middle = found ? GeoPoint.FromScore(score) : null;
        return found || call.Fail("ERR could not decode requested zset member");
    }

    private bool TryMiddle(in CommandCall call, int index)
    {
        bool parsed = GeoCommands.TryPoint(call, index, out GeoPoint point);
        _middle = point;
        return parsed;
    }

    private bool TryRadius(in CommandCall call, int index)
    {
        if (!Doubles.TryParse(call.Words[index], out double radius))
        {
            return call.Fail("ERR need numeric radius");
        }

        bool known = (radius >= 0 || call.Fail("ERR radius cannot be negative")) && GeoCommands.TryUnit(call, index + 1, out double unit) && TakeUnit(unit);
        _width = radius * Unit;
        return known;
    }

    private bool TryBox(in CommandCall call, int index)
    {
        if (!Doubles.TryParse(call.Words[index], out double width))
        {
            return call.Fail("ERR need numeric width");
        }

        if (!Doubles.TryParse(call.Words[index + 1], out double height))
        {
            return call.Fail("ERR need numeric height");
        }

        bool known = ((width >= 0 && height >= 0) || call.Fail("ERR height or width cannot be negative"))
            && GeoCommands.TryUnit(call, index + 2, out double unit) && TakeUnit(unit);
        (_isBox, _width, _height) = (true, width * Unit, height * Unit);
        return known;
    }

    private bool TakeUnit(double unit)
    {
        Unit = unit;
        return true;
    }
}
