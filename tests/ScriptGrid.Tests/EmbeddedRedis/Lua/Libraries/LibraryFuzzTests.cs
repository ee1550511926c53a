using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Runtime;
using ScriptGrid.EmbeddedRedis.Lua.Values;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>Random input ends in values or in an error of Lua, nothing else.</summary>
public sealed class LibraryFuzzTests
{
    private const int Rounds = 3000;

    [Fact]
    public void Find_ByRandomPatterns_EndsInLua() => Run("string", "find", random => [Text(random, "ab1 ()\0x", 12), Text(random, "ab%()[]^$*+-?.bfw1-z\0", 12)]);

    [Fact]
    public void GSub_ByRandomPatterns_EndsInLua() =>
        Run("string", "gsub", random => [Text(random, "ab1 ()", 12), Text(random, "ab%()[]^$*+-?.1", 10), Text(random, "a%0123", 5)]);

    [Fact]
    public void Format_ByRandomFormats_EndsInLua() =>
        Run("string", "format", random => [Text(random, "%%%-+ #0129.diouxXeEfgGcqsz", 8), Number(random), Number(random), Number(random)]);

    [Fact]
    public void Decode_OfRandomJson_EndsInLua() => Run("cjson", "decode", random => [Text(random, "{{[[]]}}\"\",,::01.-+eEtruefalsn\\u \0", 30)]);

    [Fact]
    public void Decode_OfRandomBytes_EndsInLua() => Run("cjson", "decode", random => [Bytes(random, 20)]);

    [Fact]
    public void UnpackMessagePack_OfRandomBytes_EndsInLua() => Run("cmsgpack", "unpack", random => [Bytes(random, 40)]);

    [Fact]
    public void UnpackLimit_OfRandomBytes_EndsInLua() =>
        Run("cmsgpack", "unpack_limit", random => [Bytes(random, 40), Number(random), Number(random)]);

    [Fact]
    public void UnpackStruct_ByRandomFormats_EndsInLua() =>
        Run("struct", "unpack", random => [Text(random, "<>!bBhHlLTiIfdscx0123456789 z\0", 8), Bytes(random, 40), random.Next(1, 9)]);

    [Fact]
    public void PackStruct_ByRandomFormats_EndsInLua() =>
        Run("struct", "pack", random => [Text(random, "<>!bBhHlLTiIfdscx01248 ", 6), Number(random), Number(random), Bytes(random, 9), Number(random)]);

    [Fact]
    public void Mathematics_OfRandomNumbers_EndsInLua()
    {
        Run("math", "random", random => [Number(random), Number(random)]);
        foreach (string name in new[] { "ldexp", "frexp", "modf", "fmod", "floor", "pow" })
        {
            Assert.Equal(0, CountErrors("math", name, random => [Number(random), Number(random)]));
        }

        foreach (string name in new[] { "tohex", "lshift", "rol", "bswap", "arshift" })
        {
            Assert.Equal(0, CountErrors("bit", name, random => [Number(random), Number(random)]));
        }
    }

    /// <summary>The input is of both kinds, else it tests little: some of it ends in values, and some in an error.</summary>
    private static void Run(string library, string name, Func<Random, LuaValue[]> arguments) =>
        Assert.InRange(CountErrors(library, name, arguments), 1, Rounds - 1);

    private static int CountErrors(string library, string name, Func<Random, LuaValue[]> arguments)
    {
        LuaState state = Snippet.Open();
        LuaValue function = state.Globals[library].AsTable![name];
        var random = new Random(20240115);
        int failed = 0;
        for (int i = 0; i < Rounds; i++)
        {
            state.BeginRun();
            try
            {
                state.MainThread.CallForAll(function, arguments(random));
            }
            catch (LuaException)
            {
                failed++;
            }
        }

        return failed;
    }

    private static LuaValue Text(Random random, string letters, int most)
    {
        var text = new StringBuilder();
        for (int left = random.Next(most + 1); left > 0; left--)
        {
            text.Append(letters[random.Next(letters.Length)]);
        }

        return text.ToString();
    }

    private static LuaValue Bytes(Random random, int most)
    {
        byte[] bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return new LuaString(bytes);
    }

    private static LuaValue Number(Random random) => random.Next(6) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        _ => random.Next(-100, 100),
    };
}
