using System.CommandLine;
using System.Net;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>redis</c> command: runs an embedded Redis alone.</summary>
internal sealed class RedisServerCommand
{
    private const int DefaultPort = 6390;

    private readonly Option<int> _port = Options.Of(
        "--port",
        "The port to listen on; 0 takes a free one.",
        "port",
        ValueKinds.PortOrNone with { Expected = "a port from 1 to 65535, or 0 for a free one" },
        DefaultPort);

    private readonly Option<string> _bind = Options.Of(
        "--bind",
        "The address to listen on. There is no password: beyond the loopback, anybody may connect.",
        "address",
        ValueKinds.IPAddress,
        IPAddress.Loopback.ToString());

    private readonly Option<string> _seed = Options.Of(
        "--seed", "A file of redis-cli commands, one per line, that create the initial data.", "path", ValueKinds.Path);

    private readonly Option<bool> _debug = new("--enable-debug-command") { Description = "Allow DEBUG, for tests." };

    public static Command Create(CommandHandlers handlers)
    {
        var redis = new RedisServerCommand();
        Command command = CommandRunner.CreateCommand(
            "redis",
            "Serves an embedded Redis, in memory only, for trying scripts with redis-cli, tests and CI.",
            [],
            [redis._port, redis._bind, redis._seed, redis._debug]);
        command.SetAction((result, cancellationToken) => handlers.Redis(redis.Request(result), cancellationToken));
        return command;
    }

    private RedisRequest Request(ParseResult result) => new(
        IPAddress.Parse(result.GetRequiredValue(_bind)), result.GetValue(_port), result.GetValue(_seed), result.GetValue(_debug));
}
