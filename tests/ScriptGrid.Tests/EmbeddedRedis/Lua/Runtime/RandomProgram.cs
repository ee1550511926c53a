namespace ScriptGrid.Tests.EmbeddedRedis.Lua.Runtime;

/// <summary>Makes up programs that compile, if not much more.</summary>
internal sealed class RandomProgram(Random random)
{
    private static readonly string[] Constants =
        ["nil", "true", "false", "0", "1", "-1", "3.5", "1e15", "1/0", "0/0", "'x'", "'10'", "''", "{}", "{1, nil, 3}", "{x = 1}", "('ab'):rep(9)", "function(...) return ... end"];

    private static readonly string[] Functions =
    [
        "tostring", "type", "tonumber", "select", "unpack", "next", "rawget", "rawset", "setmetatable", "getmetatable", "error", "pcall", "xpcall",
        "coroutine.wrap", "coroutine.create", "coroutine.resume", "coroutine.yield", "string.rep", "string.gsub", "string.format", "string.find",
        "string.byte", "string.char", "table.concat", "table.insert", "table.remove", "table.sort", "math.floor", "math.random", "loadstring", "load",
        "ipairs", "pairs", "assert", "cjson.encode", "cjson.decode", "cmsgpack.pack", "struct.pack", "bit.band", "collectgarbage",
    ];

    private static readonly string[] Binary = ["+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or"];
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];
    private int _left;

    internal string Next()
    {
        _left = 80;
        return $"local a, b, c, d, e = 1, {{x = 5}}, 'text', function(...) return ... end {Block(0)} return a, b";
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private string Block(int depth) => string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Statement(depth + 1)));

    private string Statement(int depth)
    {
        if (--_left < 0 || depth > 6)
        {
            return $"{Pick(Names)} = {Pick(Constants)}";
        }

        return random.Next(14) switch
        {
            0 => $"local {Pick(Names)} = {Expression(depth)}",
            1 => $"local {Pick(Names)}, {Pick(Names)} = {Expression(depth)}, {Expression(depth)}",
            2 => $"{Pick(Names)}, {Pick(Names)} = {Expression(depth)}",
            3 => $"if {Expression(depth)} then {Block(depth)} else {Block(depth)} end",
            4 => $"while {Expression(depth)} do {Block(depth)} if {Expression(depth)} then break end end",
            5 => $"for i = {Expression(depth)}, {Pick(Constants)} do {Block(depth)} end",
            6 => $"for i = 1, 20 do {Block(depth)} end",
            7 => $"for k, v in pairs({Expression(depth)}) do {Block(depth)} end",
            8 => $"repeat {Block(depth)} until {Expression(depth)}",
            9 => $"local function {Pick(Names)}(a, ...) {Block(depth)} return {Expression(depth)} end",
            10 => $"pcall(function(...) {Block(depth)} end, {Expression(depth)})",
            11 => $"setmetatable(b, {{{Pick(["__index", "__newindex", "__call", "__add", "__concat", "__eq", "__lt"])} = {Expression(depth)}}})",
            12 => $"b[{Expression(depth)}] = {Expression(depth)}",
            _ => $"{Pick(Names)} = {Expression(depth)}",
        };
    }

    private string Expression(int depth)
    {
        if (--_left < 0 || depth > 7)
        {
            return Pick(Constants);
        }

        return random.Next(11) switch
        {
            0 or 1 => Pick(Names),
            2 => Pick(Constants),
            3 or 4 => $"({Expression(depth + 1)} {Pick(Binary)} {Expression(depth + 1)})",
            5 => $"({Pick(["not", "-", "#"])} {Expression(depth + 1)})",
            6 => $"{Pick(Names)}[{Expression(depth + 1)}]",
            7 => $"{Pick(Names)}({Expression(depth + 1)})",
            8 or 9 => $"{Pick(Functions)}({Expression(depth + 1)}, {Expression(depth + 1)})",
            _ => $"function(...) {Block(depth + 1)} return {Expression(depth + 1)}, a end",
        };
    }
}
