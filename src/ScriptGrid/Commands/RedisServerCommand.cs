using System.CommandLine;
using System.Net;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>redis</c> command: the embedded Redis by itself.</summary>
internal sealed class RedisServerCommand
{
    private const int DefaultPort = 6390;

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on; 0 takes a free one.",
        HelpName = "port",
        DefaultValueFactory = static _ => DefaultPort,
    };

    private readonly Option<IPAddress> _bind = new("--bind")
    {
        Description = "The address to listen on. There is no password: beyond the loopback, anybody may connect.",
        HelpName = "address",
        DefaultValueFactory = static _ => IPAddress.Loopback,
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                return address;
            }

            result.AddError($"--bind: \"{text}\" is not an IP address");
            return IPAddress.None;
        },
    };

    private readonly Option<string> _seed = new("--seed")
    {
        Description = "A file of commands as redis-cli takes them, one a line, to begin with.",
        HelpName = "path",
    };

    private readonly Option<bool> _debug = new("--enable-debug-command")
    {
        Description = "Allow DEBUG, for tests.",
    };

    private RedisServerCommand() => _port.Validators.Add(static port =>
    {
        if (port.GetValueOrDefault<int>() is < 0 or > 65535)
        {
            port.AddError("--port: must be 0 to 65535");
        }
    });

    public static Command Create(CommandHandlers handlers)
    {
        var redis = new RedisServerCommand();
        Command command = CommandRunner.CreateCommand(
            "redis",
            "Serves an embedded Redis, in memory alone, for trying scripts with redis-cli, tests and CI.",
            [],
            [redis._port, redis._bind, redis._seed, redis._debug]);
        command.SetAction((result, cancellationToken) => handlers.Redis(redis.Request(result), cancellationToken));
        return command;
    }

    private RedisRequest Request(ParseResult result) => new(
        result.GetRequiredValue(_bind), result.GetValue(_port), result.GetValue(_seed), result.GetValue(_debug));
}
