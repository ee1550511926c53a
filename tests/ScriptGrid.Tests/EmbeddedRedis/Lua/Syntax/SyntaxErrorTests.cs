using System.Text;
using ScriptGrid.EmbeddedRedis.Lua.Syntax;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Syntax;

public sealed class SyntaxErrorTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const string CompileError = "ERR Error compiling script (new function): ";

    [Theory]
    [InlineData("x", "user_script:1: '=' expected near '<eof>'")]
    [InlineData("(a) = 1", "user_script:1: syntax error near '='")]
    [InlineData("if x then\n\ny()", "user_script:3: 'end' expected (to close 'if' at line 1) near '<eof>'")]
    [InlineData("f\n(1)", "user_script:2: ambiguous syntax (function call x new statement) near '('")]
    [InlineData("x = 'a\nb'", "user_script:1: unfinished string near ''a'")]
    [InlineData("x = 3x", "user_script:1: malformed number near '3x'")]
    [InlineData("x = \u0001", "user_script:1: unexpected symbol near 'char(1)'")]
    [InlineData("break", "user_script:1: no loop to break near '<eof>'")]
    [InlineData("function f() return ... end", "user_script:1: cannot use '...' outside a vararg function near '...'")]
    [InlineData("\0", "user_script:1: unexpected symbol")]
    public void Parse_BadScript_SaysWhatLuaSays(string script, string message) => Assert.Equal(message, Message(Encoding.Latin1.GetBytes(script)));

    [Fact]
    public void Parse_BytesThatAreNoText_StandInTheMessageAsTheyAre()
    {
        var problem = Assert.Throws<LuaSyntaxException>(() => LuaParser.Parse(new byte[] { 0xC3 }, "user_script"));

        Assert.Equal(Encoding.Latin1.GetBytes("user_script:1: unexpected symbol near '\u00C3'"), problem.Text.Bytes);
    }

    [Fact]
    public async Task Parse_BadScripts_SayWhatTheServerSays()
    {
        await using RespClient client = await RespClient.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, redis.Server.Port));
        string[] scripts = [.. Written(), .. Limits(), .. Mutated(3000)];
        int refused = 0;
        foreach (string script in scripts)
        {
            string ours = Message(Encoding.UTF8.GetBytes(script));
            Assert.Equal((script, await ServersAsync(client, script)), (script, OneLine(ours)));
            refused += ours.Length > 0 ? 1 : 0;
        }

        Assert.True(refused > 1000, $"only {refused} of {scripts.Length} scripts were bad");
    }

    [Fact]
    public void Parse_RandomBytes_ThrowsNothingElse()
    {
        var random = new Random(1);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] script = new byte[random.Next(40)];
            random.NextBytes(script);
            Assert.NotNull(Message(script));
        }
    }

    private static string Message(byte[] script)
    {
        try
        {
            LuaParser.Parse(script, "user_script");
            return "";
        }
        catch (LuaSyntaxException problem)
        {
            return problem.Message;
        }
    }

    private static async Task<string> ServersAsync(RespClient client, string script)
    {
        try
        {
            await client.CommandAsync("SCRIPT", "LOAD", script);
            return "";
        }
        catch (RespException error)
        {
            Assert.StartsWith(CompileError, error.Message, StringComparison.Ordinal);
            return OneLine(error.Message[CompileError.Length..]);
        }
    }

    /// <summary>An error reply has no line ends.</summary>
    private static string OneLine(string message) => message.Replace('\n', ' ').Replace('\r', ' ').TrimEnd();

    private static IEnumerable<string> Written() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "Lua", "bad-scripts.txt"))
            .SelectMany(line => new[] { line, line.Replace(' ', '\n'), $"\n\n{line}\n" });

    /// <summary>Nests and lists around each of the compiler's limits.</summary>
    private static IEnumerable<string> Limits() =>
        from count in new[] { 49, 50, 51, 60, 61, 98, 99, 100, 195, 196, 197, 198, 199, 200, 201, 247, 248, 249, 250, 251 }
        from script in LimitsAt(count)
        select script;

    private static IEnumerable<string> LimitsAt(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(index => $"a{index}")];
        yield return "return " + new string('(', count) + "1" + new string(')', count);
        yield return "x=" + Repeat("{", count) + Repeat("}", count);
        yield return "x=" + Repeat("not ", count) + "1";
        yield return "x=" + Repeat("1^", count) + "1";
        yield return "x=" + Repeat("function() x=", count) + "1" + Repeat(" end", count);
        yield return Repeat("do ", count) + Repeat("end ", count);
        yield return Repeat("if x then ", count) + Repeat("end ", count);
        yield return Repeat("for i=1,2 do ", count) + Repeat("end ", count);
        yield return Repeat("x,", count) + "x=1";
        yield return "local " + string.Join(',', names);
        yield return "function f(" + string.Join(',', names) + ") for i in x do end end";
        yield return Repeat("local a ", count) + "for i = 1, 2 do end";
        yield return "f(" + string.Join(',', names) + ")";
        yield return "local x; redis.call('HMSET', x, " + string.Join(',', names) + ")";
        yield return "return " + string.Join(',', names);
        if (count < 190)
        {
            yield return $"local {string.Join(',', names)}\nfunction f() return {string.Join('+', names)} end";
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static IEnumerable<string> Mutated(int count)
    {
        string[] words =
            ("and break do else elseif end false for function if in local nil not or repeat return then true until while .. ... == >= <= ~= = ( ) { } "
            + "[ ] ; : , . + - * / % ^ # < > x y \"s\" 't' [[l]] 1 0x2 1e3 ~ @ \" [=[ 3.4.5 1x self").Split(' ');
        var random = new Random(2);
        for (int round = 0; round < count; round++)
        {
            yield return string.Join(' ', Enumerable.Range(0, random.Next(1, 14)).Select(_ => words[random.Next(words.Length)]));
        }
    }
}
