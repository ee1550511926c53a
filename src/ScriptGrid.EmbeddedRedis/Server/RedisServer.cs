using System.Security.Cryptography;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Commands.Scripts;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The state of one embedded server. Touched by its one executor thread only.</summary>
internal sealed partial class RedisServer
{
    internal RedisServer(TimeProvider time)
    {
        Clock = new ServerClock(time);
        Databases = [.. Enumerable.Range(0, 16).Select(_ => new Database(Clock, DataSettings))];
        Executor = new Executor("embedded-redis");
        Clients = new ClientRegistry(this);
        Dispatcher = new Dispatcher(this);
        Settings.AddData(DataSettings);
        Settings.AddServer(this);
        Guard = new Guard(this);
        Replication = new Replication(Settings);
        SlowLog = new SlowLog(Settings);
        Watches = new WatchList(Databases);
        Pause = new ClientPause(this);
        PubSub = new PubSub(this);
        Monitors = new Monitors(this);
        Blocked = new BlockedClients(this);
        Executor.AfterWork = Clients.FlushWritten;
        Executor.IsUnfinished = () => Clients.AreSocketsLeft;
        StartedAt = SavedAt = Clock.Now;
        _sampledAt = time.GetTimestamp();
        ServerCommands.Register(Commands);
        DataCommands.Register(Commands);
        ScriptCommands.Register(Commands);
        ScriptingFigures = () => Scripting.Figures;
    }

    internal ServerClock Clock { get; }

    internal Database[] Databases { get; }

    /// <summary>Limits of values and their encodings, one for all databases.</summary>
    internal DataSettings DataSettings { get; } = new();

    /// <summary>Whatever commands choose by chance. Tests give their own.</summary>
    internal Random Random { get; init; } = new(RandomNumberGenerator.GetInt32(int.MaxValue));

    internal CommandTable Commands { get; } = new();

    internal ServerStatistics Statistics { get; } = new();

    internal ServerSettings Settings { get; } = new();

    internal Executor Executor { get; }

    internal ClientRegistry Clients { get; }

    internal SlowLog SlowLog { get; }

    internal Dispatcher Dispatcher { get; }

    /// <summary>Made when the first script comes.</summary>
    internal ScriptEngine Scripting => field ??= new ScriptEngine(this, ScriptingOptions);

    internal ScriptingOptions ScriptingOptions { get; init; } = new();

    /// <summary>Milliseconds since 1970.</summary>
    internal long StartedAt { get; }

    /// <summary>Names this run of the server.</summary>
    internal string RunId { get; } = NewId();

    internal static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
