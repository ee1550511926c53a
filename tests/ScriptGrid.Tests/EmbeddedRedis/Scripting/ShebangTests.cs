using System.Text;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

public class ShebangTests
{
    [Theory]
    [InlineData("return 1", (int)ScriptFlags.Undeclared)]
    [InlineData("# !lua\nreturn 1", (int)ScriptFlags.Undeclared)]
    [InlineData("#!lua\nreturn 1", (int)ScriptFlags.None)]
    [InlineData("#!lua flags=\nreturn 1", (int)ScriptFlags.None)]
    [InlineData("#!lua flags=no-writes,allow-stale\nreturn 1", (int)(ScriptFlags.NoWrites | ScriptFlags.AllowStale))]
    [InlineData("#!lua \"flags=no-writes\" flags=allow-oom\nreturn 1", (int)(ScriptFlags.NoWrites | ScriptFlags.AllowOom))]
    public void ReadScript_ValidFirstLine_GivesItsFlags(string body, int expected)
    {
        string? problem = Shebang.ReadScript(Encoding.UTF8.GetBytes(body), out var flags, out _);

        Assert.Null(problem);
        Assert.Equal((ScriptFlags)expected, flags);
    }

    [Theory]
    [InlineData("#!lua", "Invalid script shebang")]
    [InlineData("#!lua \"\nreturn 1", "Invalid engine in script shebang")]
    [InlineData("#!LUA\nreturn 1", "Unexpected engine in script shebang: #!LUA")]
    [InlineData("#! lua\nreturn 1", "Unexpected engine in script shebang: #!")]
    [InlineData("#!lua x\nreturn 1", "Unknown lua shebang option: x")]
    [InlineData("#!lua flags=NO-WRITES\nreturn 1", "Unexpected flag in script shebang: NO-WRITES")]
    [InlineData("#!lua flags=no-writes,\nreturn 1", "Unexpected flag in script shebang: ")]
    public void ReadScript_InvalidFirstLine_SaysWhatRedisSays(string body, string expected) =>
        Assert.Equal(expected, Shebang.ReadScript(Encoding.UTF8.GetBytes(body), out _, out _));

    [Fact]
    public void ReadScript_FirstLine_EndsBeforeTheLineBreak()
    {
        Shebang.ReadScript("#!lua\nreturn 1"u8, out _, out int length);

        Assert.Equal(5, length);
    }

    [Theory]
    [InlineData("return 1", "Missing library metadata")]
    [InlineData("#!lua name=x", "Invalid library metadata")]
    [InlineData("#!lua\nx", "Library name was not given")]
    [InlineData("#!lua name=a name=b\nx", "Invalid metadata value, name argument was given multiple times")]
    [InlineData("#!lua foo=a\nx", "Invalid metadata value given: foo=a")]
    public void ReadLibrary_InvalidFirstLine_SaysWhatRedisSays(string code, string expected) =>
        Assert.Equal(expected, Shebang.ReadLibrary(Encoding.UTF8.GetBytes(code), out _, out _, out _));

    [Fact]
    public void ReadLibrary_ValidFirstLine_GivesEngineAndName()
    {
        string? problem = Shebang.ReadLibrary("#!LuA NAME=my_lib\nx"u8, out string engine, out string name, out _);

        Assert.Null(problem);
        Assert.Equal(("LuA", "my_lib"), (engine, name));
    }
}
