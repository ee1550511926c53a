namespace ScriptGrid.Tests.EmbeddedRedis.Scripting;

/// <summary>Replies of a real Redis 7.0.15 to the same commands.</summary>
public sealed class FunctionTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task FCall_LoadedFunction_GetsKeysAndArguments()
    {
        Assert.Equal("$3\r\nlib\r\n", await _server.LoadAsync("redis.register_function('f', function(keys, args) return {keys[1], args[1], #args} end)"));
        Assert.Equal("*3\r\n$1\r\nk\r\n$1\r\nv\r\n:2\r\n", await _server.RunAsync("FCALL", "F", "1", "k", "v", "w"));
    }

    [Theory]
    [InlineData("nope", "0", "-ERR Function not found\r\n")]
    [InlineData("f", "x", "-ERR Bad number of keys provided\r\n")]
    [InlineData("f", "-1", "-ERR Number of keys can't be negative\r\n")]
    [InlineData("f", "1", "-ERR Number of keys can't be greater than number of args\r\n")]
    public async Task FCall_WrongWords_IsAnError(string name, string keys, string expected)
    {
        await _server.LoadAsync("redis.register_function('f', function() return 1 end)");

        Assert.Equal(expected, await _server.RunAsync("FCALL", name, keys));
    }

    [Theory]
    [InlineData("return foo", "ERR user_function:2: Script attempted to access nonexistent global variable 'foo'")]
    [InlineData("return KEYS", "ERR user_function:2: Script attempted to access nonexistent global variable 'KEYS'")]
    [InlineData("foo = 1", "ERR user_function:2: Attempt to modify a readonly table")]
    [InlineData("math.x = 1", "ERR user_function:2: Attempt to modify a readonly table")]
    [InlineData("return redis.call('nope')", "ERR Unknown Redis command called from script")]
    [InlineData("return redis.register_function('b', function() end)", "ERR user_function:2: attempt to call field 'register_function' (a nil value)")]
    [InlineData("return library.register_function('b', function() end)", "ERR redis.register_function can only be called on FUNCTION LOAD command")]
    public async Task FCall_FailingFunction_NamesItAndTheLine(string body, string message)
    {
        await _server.LoadAsync($"local library = redis redis.register_function('f', function() {body} end)");

        Assert.Equal($"-{message} script: f, on @user_function:2.\r\n", await _server.RunAsync("FCALL", "f", "0"));
    }

    [Fact]
    public async Task FCallRo_FunctionWithoutFlag_IsRefused()
    {
        await _server.LoadAsync("redis.register_function('f', function() return 1 end)");

        Assert.Equal("-ERR Can not execute a script with write flag using *_ro command.\r\n", await _server.RunAsync("FCALL_RO", "f", "0"));
    }

    [Theory]
    [InlineData("foo()", "user_function:2: Script attempted to access nonexistent global variable 'foo'")]
    [InlineData("x = 1", "user_function:2: Attempt to modify a readonly table")]
    [InlineData("return redis.call('ping')", "user_function:2: Script attempted to access nonexistent global variable 'call'")]
    [InlineData("redis.register_function()", "wrong number of arguments to redis.register_function")]
    [InlineData("redis.register_function('a')", "calling redis.register_function with a single argument is only applicable to Lua table (representing named arguments).")]
    [InlineData("redis.register_function({}, function() end)", "first argument to redis.register_function must be a string")]
    [InlineData("redis.register_function('a', 2)", "second argument to redis.register_function must be a function")]
    [InlineData("redis.register_function{}", "redis.register_function must get a function name argument")]
    [InlineData("redis.register_function{function_name='a'}", "redis.register_function must get a callback argument")]
    [InlineData("redis.register_function{function_name='a', callback=function() end, flags={'x'}}", "unknown flag given")]
    [InlineData("redis.register_function{function_name='a', callback=function() end, x=1}", "unknown argument given to redis.register_function")]
    [InlineData("local f = function() end redis.register_function('h', f) redis.register_function('h', f)", "Function already exists in the library")]
    public async Task FunctionLoad_BodyThatFails_SaysWhy(string body, string message) =>
        Assert.Equal($"-ERR Error registering functions: ERR {message}\r\n", await _server.LoadAsync(body));

    [Theory]
    [InlineData("x", "Missing library metadata")]
    [InlineData("#!foo name=a\nx", "Engine 'foo' not found")]
    [InlineData("#!lua name=a-b\nx", "Library names can only contain letters, numbers, or underscores(_) and must be at least one character long")]
    [InlineData("#!lua name=a\nx", "Error compiling function: user_function:2: '=' expected near '<eof>'")]
    [InlineData("#!lua name=a\nlocal x = 1", "No functions registered")]
    public async Task FunctionLoad_BadLibrary_SaysWhy(string code, string message) =>
        Assert.Equal($"-ERR {message}\r\n", await _server.RunAsync("FUNCTION", "LOAD", code));

    [Fact]
    public async Task FunctionLoad_NameOfAnotherLibrarysFunction_IsRefusedAndChangesNothing()
    {
        await _server.LoadAsync("redis.register_function('f', function() return 1 end)");

        Assert.Equal("-ERR Function F already exists\r\n", await _server.RunAsync("FUNCTION", "LOAD", "#!lua name=b\nredis.register_function('F', function() end)"));
        Assert.Equal("-ERR Library 'lib' already exists\r\n", await _server.RunAsync("FUNCTION", "LOAD", "#!lua name=lib\nredis.register_function('g', function() end)"));
        Assert.Equal(":1\r\n", await _server.RunAsync("FCALL", "f", "0"));
    }

    [Fact]
    public async Task FunctionList_Pattern_GivesTheLibrariesThatMatch()
    {
        await _server.LoadAsync("redis.register_function{function_name='f', callback=function() end, description='d', flags={'no-writes', 'allow-oom'}}");
        await _server.RunAsync("FUNCTION", "LOAD", "#!lua name=other\nredis.register_function('g', function() end)");

        Assert.Equal(
            "*1\r\n*6\r\n$12\r\nlibrary_name\r\n$3\r\nlib\r\n$6\r\nengine\r\n$3\r\nLUA\r\n$9\r\nfunctions\r\n*1\r\n*6\r\n$4\r\nname\r\n$1\r\nf\r\n"
                + "$11\r\ndescription\r\n$1\r\nd\r\n$5\r\nflags\r\n*2\r\n+no-writes\r\n+allow-oom\r\n",
            await _server.RunAsync("FUNCTION", "LIST", "LIBRARYNAME", "L*"));
    }

    [Fact]
    public async Task FunctionRestore_WhatDumpGave_BringsFunctionsBack()
    {
        await _server.LoadAsync("redis.register_function('f', function() return 1 end)");
        byte[] payload = await _server.DumpAsync();

        Assert.Equal("-ERR Library lib already exists\r\n", await _server.RestoreAsync(payload));
        Assert.Equal("+OK\r\n", await _server.RunAsync("FUNCTION", "FLUSH"));
        Assert.Equal("+OK\r\n", await _server.RestoreAsync(payload));
        Assert.Equal(":1\r\n", await _server.RunAsync("FCALL", "f", "0"));
    }

    [Theory]
    [InlineData("9cNATUBhHyMhbHVhIG5hbWU9bGliCnJlZGlzLnJlZ2lzdGVyX2Z1DG5jdGlvbignZmlyc3TgAA8CJywg4AAaCCkgcmV0dXJuIOAHIwUgZW5kKQoKAAl16Olsy7rm")]
    [InlineData("9UBhIyFsdWEgbmFtZT1saWIKcmVkaXMucmVnaXN0ZXJfZnVuY3Rpb24oJ2ZpcnN0X2Z1bmN0aW9uJywgZnVuY3Rpb24oKSByZXR1cm4gJ2ZpcnN0X2Z1bmN0aW9uJyBlbmQpCgoAk8ldR8QS0WQ=")]
    public async Task FunctionRestore_PayloadOfARealRedis_IsRead(string payload)
    {
        Assert.Equal("+OK\r\n", await _server.RestoreAsync(Convert.FromBase64String(payload)));
        Assert.Equal("$14\r\nfirst_function\r\n", await _server.RunAsync("FCALL", "first_function", "0"));
    }

    [Fact]
    public async Task FunctionRestore_BrokenPayload_IsRefused() =>
        Assert.Equal("-ERR DUMP payload version or checksum are wrong\r\n", await _server.RunAsync("FUNCTION", "RESTORE", "0123456789abc"));

    [Fact]
    public async Task FunctionDelete_Library_TakesItsFunctions()
    {
        await _server.LoadAsync("redis.register_function('f', function() return 1 end)");

        Assert.Equal("+OK\r\n", await _server.RunAsync("FUNCTION", "DELETE", "lib"));
        Assert.Equal("-ERR Library not found\r\n", await _server.RunAsync("FUNCTION", "DELETE", "lib"));
        Assert.Equal("-ERR Function not found\r\n", await _server.RunAsync("FCALL", "f", "0"));
    }
}
