using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>cjson</c> (lua-cjson 2.1.0 in the form that Redis ships).</summary>
internal static class CJsonLibrary
{
    private const int MaxPrecision = 14;

    private static readonly string[] Switch = ["off", "on"];
    private static readonly string[] SwitchOrNull = ["off", "on", "null"];

    internal static void Register(LuaState state) => state.Globals["cjson"] = New();

    /// <summary>Creates a library with its own settings.</summary>
    private static LuaTable New()
    {
        var settings = new CJsonSettings();
        var library = new LuaTable(); // Filled in the order of lua-cjson, which pairs shows.
        library.Add("encode", arguments => Encode(arguments, settings));
        library.Add("decode", arguments => Decode(arguments, settings));
        library.Add("encode_sparse_array", arguments => SparseArray(arguments, settings));
        library.Add("encode_max_depth", arguments => arguments.Return(
            settings.EncodeMaxDepth = Integer(Take(arguments, 1), 0, settings.EncodeMaxDepth, 1, int.MaxValue)));
        library.Add("decode_max_depth", arguments => arguments.Return(
            settings.DecodeMaxDepth = Integer(Take(arguments, 1), 0, settings.DecodeMaxDepth, 1, int.MaxValue)));
        library.Add("encode_number_precision", arguments => arguments.Return(
            settings.NumberPrecision = Integer(Take(arguments, 1), 0, settings.NumberPrecision, 1, MaxPrecision)));
        library.Add("encode_keep_buffer", arguments => arguments.Return(
            settings.KeepBuffer = Flag(Take(arguments, 1), 0, settings.KeepBuffer)));
        library.Add("encode_invalid_numbers", arguments => EncodeInvalidNumbers(arguments, settings));
        library.Add("decode_invalid_numbers", arguments => arguments.Return(
            settings.DecodeInvalidNumbers = Flag(Take(arguments, 1), 0, settings.DecodeInvalidNumbers)));
        library.Add("new", arguments => arguments.Return(New()));
        library["null"] = LuaLightUserData.Null;
        library["_NAME"] = "cjson";
        library["_VERSION"] = "2.1.0";
        return library;
    }

    private static int Encode(Arguments arguments, CJsonSettings settings)
    {
        RequireOne(arguments);
        var encoder = new CJsonEncoder(arguments.Thread, settings, stackalloc byte[256]);
        return arguments.Return(encoder.Encode(arguments[0]));
    }

    private static int Decode(Arguments arguments, CJsonSettings settings)
    {
        RequireOne(arguments);
        LuaString text = arguments.CheckString(0);
        if (text.Length >= 2 && (text.Span[0] == 0 || text.Span[1] == 0))
        {
            throw arguments.Error("JSON parser does not support UTF-16 or UTF-32");
        }

        return arguments.Return(new CJsonDecoder(arguments.Thread, settings, text.Span).Decode());
    }

    private static void RequireOne(Arguments arguments)
    {
        if (arguments.Count != 1)
        {
            throw arguments.Bad(0, "expected 1 argument");
        }
    }

    private static int SparseArray(Arguments arguments, CJsonSettings settings)
    {
        Take(arguments, 3);
        settings.ConvertSparse = Flag(arguments, 0, settings.ConvertSparse);
        settings.SparseRatio = Integer(arguments, 1, settings.SparseRatio, 0, int.MaxValue);
        settings.SparseSafe = Integer(arguments, 2, settings.SparseSafe, 0, int.MaxValue);
        return arguments.Return([settings.ConvertSparse, settings.SparseRatio, settings.SparseSafe]);
    }

    private static int EncodeInvalidNumbers(Arguments arguments, CJsonSettings settings)
    {
        Take(arguments, 1);
        settings.EncodeInvalidNumbers = (CJsonInvalidNumbers)Option(arguments, 0, (int)settings.EncodeInvalidNumbers, SwitchOrNull);
        return arguments.Return(settings.EncodeInvalidNumbers == CJsonInvalidNumbers.Null
            ? "null"
            : settings.EncodeInvalidNumbers == CJsonInvalidNumbers.On);
    }

    /// <summary>Refuses a call with more arguments than there are options.</summary>
    private static Arguments Take(Arguments arguments, int most) =>
        arguments.Count <= most ? arguments : throw arguments.Bad(most, "found too many arguments");

    private static int Integer(Arguments arguments, int index, int current, int least, int most)
    {
        if (arguments[index].IsNil)
        {
            return current;
        }

        // A value out of range is always reported for the first argument.
        int value = arguments.CheckInt(index);
        return value >= least && value <= most
            ? value
            : throw arguments.Bad(0, $"expected integer between {least} and {most}");
    }

    private static bool Flag(Arguments arguments, int index, bool current) => Option(arguments, index, current ? 1 : 0, Switch) == 1;

    private static int Option(Arguments arguments, int index, int current, string[] names)
    {
        LuaValue value = arguments[index];
        if (value.IsNil || value.IsBoolean)
        {
            return value.IsNil ? current : value.IsTruthy ? 1 : 0;
        }

        var text = arguments.CheckString(index);
        arguments.State.ChargeMemory(2L * text.Length);
        string name = Encoding.Latin1.GetString(text.Span);
        int option = Array.IndexOf(names, name.Split('\0')[0]);
        return option >= 0 ? option : throw arguments.Bad(index, $"invalid option '{name.Split('\0')[0]}'");
    }
}
