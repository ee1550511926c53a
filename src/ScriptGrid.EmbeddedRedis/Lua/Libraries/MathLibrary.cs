using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.EmbeddedRedis.Lua.Libraries;

/// <summary>The library <c>math</c>.</summary>
internal static class MathLibrary
{
    /// <summary>The functions in the order in which Lua adds them, because the order of <c>pairs</c> depends on it.</summary>
    private static readonly string[] Order =
    [
        "abs", "acos", "asin", "atan2", "atan", "ceil", "cosh", "cos", "deg", "exp", "floor", "fmod", "frexp", "ldexp", "log10", "log", "max", "min",
        "modf", "pow", "rad", "random", "randomseed", "sinh", "sin", "sqrt", "tanh", "tan",
    ];

    /// <summary>Registers the library with a generator that other states may share, as Redis's scripts and functions do.</summary>
    internal static void Register(LuaState state, Drand48 random)
    {
        var library = new LuaTable(0, Order.Length);
        foreach (string name in Order)
        {
            library[name] = LuaValue.True;
        }

        library["pi"] = Math.PI;
        library["huge"] = double.PositiveInfinity;
        AddFunctions(library);
        library.Add("atan2", arguments => OfTwo(arguments, Math.Atan2));
        library.Add("fmod", arguments => OfTwo(arguments, (left, right) => left % right));
        library.Add("frexp", Split);
        library.Add("ldexp", Load);
        library.Add("max", Max);
        library.Add("min", Min);
        library.Add("mod", arguments => OfTwo(arguments, (left, right) => left % right));
        library.Add("modf", SplitFraction);
        library.Add("pow", arguments => OfTwo(arguments, Math.Pow));
        library.Add("random", arguments => Random(arguments, random));
        library.Add("randomseed", arguments =>
        {
            random.Seed(arguments.CheckInt(0));
            return arguments.Return();
        });
        state.Globals["math"] = library;
    }

    /// <summary>Adds the functions of one number.</summary>
    private static void AddFunctions(LuaTable library)
    {
        Add("abs", Math.Abs);
        Add("acos", Math.Acos);
        Add("asin", Math.Asin);
        Add("atan", Math.Atan);
        Add("ceil", Math.Ceiling);
        Add("cos", Math.Cos);
        Add("cosh", Math.Cosh);
        Add("deg", number => number / (Math.PI / 180));
        Add("exp", Math.Exp);
        Add("floor", Math.Floor);
        Add("log", number => number < 0 ? double.NaN : Math.Log(number));
        Add("log10", Math.Log10);
        Add("rad", number => number * (Math.PI / 180));
        Add("sin", Math.Sin);
        Add("sinh", Math.Sinh);
        Add("sqrt", Math.Sqrt);
        Add("tan", Math.Tan);
        Add("tanh", Math.Tanh);

        void Add(string name, Func<double, double> function) =>
            library.Add(name, arguments => arguments.Return(function(arguments.CheckNumber(0))));
    }

    /// <summary>Calls a function of two numbers. Checks the second argument first, as the real server does.</summary>
    private static int OfTwo(Arguments arguments, Func<double, double, double> function)
    {
        double second = arguments.CheckNumber(1);
        return arguments.Return(function(arguments.CheckNumber(0), second));
    }

    private static int Load(Arguments arguments)
    {
        int exponent = arguments.CheckInt(1);
        return arguments.Return(Math.ScaleB(arguments.CheckNumber(0), exponent));
    }

    /// <summary>Returns the mantissa, from 0.5 to below 1, and the power of two.</summary>
    private static int Split(Arguments arguments)
    {
        double number = arguments.CheckNumber(0);
        if (number == 0 || !double.IsFinite(number))
        {
            return arguments.Return(number, 0);
        }

        int exponent = Math.ILogB(number) + 1;
        double half = Math.ScaleB(number, -exponent / 2);
        return arguments.Return(Math.ScaleB(half, -exponent - (-exponent / 2)), exponent);
    }

    private static int SplitFraction(Arguments arguments)
    {
        double number = arguments.CheckNumber(0);
        double integral = Math.Truncate(number);
        double fraction = double.IsInfinity(number) ? 0 : number - integral;
        return arguments.Return(integral, double.IsNaN(number) ? number : Math.CopySign(fraction, number));
    }

    private static int Max(Arguments arguments)
    {
        double result = arguments.CheckNumber(0);
        for (int i = 1; i < arguments.Count; i++)
        {
            double number = arguments.CheckNumber(i);
            result = number > result ? number : result;
        }

        return arguments.Return(result);
    }

    private static int Min(Arguments arguments)
    {
        double result = arguments.CheckNumber(0);
        for (int i = 1; i < arguments.Count; i++)
        {
            double number = arguments.CheckNumber(i);
            result = number < result ? number : result;
        }

        return arguments.Return(result);
    }

    private static int Random(Arguments arguments, Drand48 random)
    {
        double number = random.Next();
        switch (arguments.Count)
        {
            case 0:
                return arguments.Return(number);
            case 1:
                int most = arguments.CheckInt(0);
                return most >= 1 ? arguments.Return(Math.Floor(number * most) + 1) : throw arguments.Bad(0, "interval is empty");
            case 2:
                int low = arguments.CheckInt(0);
                int high = arguments.CheckInt(1);
                if (low > high)
                {
                    throw arguments.Bad(1, "interval is empty");
                }

                // C computes the width as an int, which overflows in the same way.
                int width = unchecked(high - low + 1);
                return arguments.Return(Math.Floor(number * width) + low);
            default:
                throw arguments.Error("wrong number of arguments");
        }
    }
}
