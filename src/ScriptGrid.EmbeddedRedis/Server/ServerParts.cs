using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The parts of one server, each given what it needs of the others. Touched by the executor thread only.</summary>
internal sealed class ServerParts
{
    internal ServerParts(TimeProvider time, Random random, DebugPermission debugging, ScriptingOptions scripting)
    {
        Keyspace = new Keyspace(time, random);
        ServerClock clock = Keyspace.Clock;
        WorkQueue queue = Executor.Queue;
        Identity = new ServerIdentity(clock.Now, debugging);
        Memory = new MemoryUse(Keyspace);
        Saves = new SaveTimes(Keyspace);
        Access = new AccessControl(Settings, clock);
        Watches = new WatchList(Keyspace.Databases);
        Messages = new PubSub(Clients);
        Monitors = new Monitors(Clients, clock);
        Blocked = new BlockedClients(Keyspace, queue, Clients);
        Pause = new ClientPause(Clients, clock, queue);
        SlowLog = new SlowLog(Settings, clock);
        Limits = new Limits(Settings, Memory, Replication);
        Runner = new CommandRunner(Keyspace, Errors, Monitors, SlowLog);
        Throughput = new Throughput(Runner, time);
        Busy = new BusyScript(Executor, Errors, Settings, clock);
        Scripts = new ScriptEngine(Commands, Runner, new ScriptGuard(Limits, Access), Busy, clock, scripting);
    }

    internal Executor Executor { get; } = new("embedded-redis");

    internal ServerSettings Settings { get; } = new();

    internal ErrorStatistics Errors { get; } = new();

    internal Traffic Traffic { get; } = new();

    internal ClientRegistry Clients { get; } = new();

    internal Replication Replication { get; } = new();

    internal CommandTable Commands { get; } = new();

    internal ServerIdentity Identity { get; }

    internal Keyspace Keyspace { get; }

    internal MemoryUse Memory { get; }

    internal SaveTimes Saves { get; }

    internal AccessControl Access { get; }

    internal WatchList Watches { get; }

    internal PubSub Messages { get; }

    internal Monitors Monitors { get; }

    internal BlockedClients Blocked { get; }

    internal ClientPause Pause { get; }

    internal SlowLog SlowLog { get; }

    internal Limits Limits { get; }

    internal CommandRunner Runner { get; }

    internal Throughput Throughput { get; }

    internal BusyScript Busy { get; }

    internal ScriptEngine Scripts { get; }

    /// <summary>What CONFIG RESETSTAT does.</summary>
    internal void ResetStatistics()
    {
        Errors.Reset();
        Traffic.Reset();
        Access.ResetStatistics();
        Runner.ResetStatistics();
        foreach (Command command in Commands.WithSubcommands())
        {
            command.Statistics.Reset();
        }

        foreach (Database database in Keyspace.Databases)
        {
            database.Statistics.Reset();
        }
    }
}
