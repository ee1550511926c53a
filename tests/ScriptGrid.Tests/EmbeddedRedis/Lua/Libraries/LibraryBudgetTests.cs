using ScriptGrid.EmbeddedRedis.Lua.Runtime;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Libraries;

/// <summary>Work in C# counts against the script's budget, so that the host can end it.</summary>
public sealed class LibraryBudgetTests
{
    [Theory]
    [InlineData("string.find(('a'):rep(60), ('a?'):rep(60) .. ('a'):rep(60))")]
    [InlineData("string.find(('a'):rep(100000), '.-.-.-.-b')")]
    [InlineData("string.find(('a'):rep(1000000), 'a*a*a*b')")]
    [InlineData("('('):rep(300000):gsub('%b()', '')")]
    [InlineData("table.insert({}, -2147483647, 1)")]
    [InlineData("for i = 1, 1e9 do local x = ('x'):rep(1000000):find('y', 1, true) end")]
    [InlineData("local t = {} for i = 1, 300 do t[i] = {1, 2, 3} end while true do cjson.encode(t) end")]
    public void Script_ThatKeepsALibraryBusy_CanBeEnded(string script)
    {
        int asked = 0;
        var limits = new LuaLimits { Interrupt = () => _ = ++asked < 5 ? 0 : throw new LuaException("ended") };
        Assert.Equal("error: ended", Snippet.Run(Snippet.Open(limits), script));
    }

    [Theory]
    [InlineData("('x'):rep(1e10)")]
    [InlineData("('xxxxxxxxxx'):rep(1e8)")]
    [InlineData("(function() local t = {} for i = 1, 100 do t[i] = ('x'):rep(1000000) end return table.concat(t) end)()")]
    [InlineData("(('x'):rep(1000000)):gsub('x', ('y'):rep(1000))")]
    public void String_LongerThanAllowed_IsRefused(string expression) => Assert.Equal(
        "error: not enough memory",
        Snippet.Run(Snippet.Open(new LuaLimits { MaxStringBytes = 64 << 20 }), $"return {expression}"));
}
