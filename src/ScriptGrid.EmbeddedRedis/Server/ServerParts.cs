using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>The parts of one server, each with what it needs of the others. Used only on the executor thread.</summary>
internal sealed class ServerParts
{
    internal ServerParts(TimeProvider time, Random random, int databases, DebugPermission debugging, ScriptingOptions scripting)
    {
        Keyspace = new Keyspace(time, random, databases);
        ServerClock clock = Keyspace.Clock;
        WorkQueue queue = Executor.Queue;
        Replication = new Replication(new Replicas(Clients, Keyspace));
        Identity = new ServerIdentity(clock.Now, debugging);
        Memory = new MemoryUse(Keyspace);
        Saves = new SaveTimes(Keyspace);
        Access = new AccessControl(Settings, clock);
        Watches = new WatchList(Keyspace.Databases);
        Tracking = new Tracking(Keyspace, Clients);
        Messages = new PubSub(Clients);
        Keyspace.Events.Publish = (channel, message) => Messages.Publish(channel, message);
        Monitors = new Monitors(Clients, clock);
        Blocked = new BlockedClients(Keyspace, queue, Clients, Errors, Tracking);
        Pause = new ClientPause(Clients, clock, queue);
        SlowLog = new SlowLog(Settings, clock);
        Latency = new LatencyMonitor(Settings, clock);
        OutputLimits = new OutputLimits(Settings.OutputLimits, clock);
        Clients.IsOverLimit = OutputLimits.AreExceeded;
        ClientEviction = new ClientEviction(Clients, Settings.MaxMemoryClients, clock);
        Eviction = new Eviction(Keyspace, Memory) { Ended = duration => Latency.Note("eviction-cycle", duration) };
        Limits = new Limits(Settings, Memory, Eviction, Replication);
        Keyspace.Settings.KeepsExpired = () => Pause.IsActive || Limits.IsReadOnly;
        Runner = new CommandRunner(Keyspace, Errors, Monitors, Tracking, SlowLog, Latency, Settings);
        Throughput = new Throughput(time, () => new ThroughputTotals(Runner.Processed, Traffic.InputBytes, Traffic.OutputBytes, Replication.Replicas.OutputBytes));
        Busy = new BusyScript(Executor, Errors, Settings);
        Scripts = new ScriptEngine(Commands, Runner, new ScriptGuard(Limits, Access), Busy, scripting);
    }

    internal Executor Executor { get; } = new("embedded-redis");

    internal ServerSettings Settings { get; } = new();

    internal ErrorStatistics Errors { get; } = new();

    internal Traffic Traffic { get; } = new();

    internal ClientRegistry Clients { get; } = new();

    internal Replication Replication { get; }

    internal CommandTable Commands { get; } = new();

    internal ServerIdentity Identity { get; }

    internal Keyspace Keyspace { get; }

    internal MemoryUse Memory { get; }

    internal Eviction Eviction { get; }

    internal SaveTimes Saves { get; }

    internal AccessControl Access { get; }

    internal WatchList Watches { get; }

    internal Tracking Tracking { get; }

    internal PubSub Messages { get; }

    internal Monitors Monitors { get; }

    internal BlockedClients Blocked { get; }

    internal ClientPause Pause { get; }

    internal OutputLimits OutputLimits { get; }

    internal ClientEviction ClientEviction { get; }

    internal SlowLog SlowLog { get; }

    internal LatencyMonitor Latency { get; }

    internal Limits Limits { get; }

    internal CommandRunner Runner { get; }

    internal Throughput Throughput { get; }

    internal BusyScript Busy { get; }

    internal ScriptEngine Scripts { get; }

    /// <summary>Resets all statistics, as CONFIG RESETSTAT does.</summary>
    internal void ResetStatistics()
    {
        Errors.Reset();
        Traffic.Reset();
        ClientEviction.Reset();
        Replication.Replicas.ResetStatistics();
        Keyspace.ExpireCycles = TimeSpan.Zero;
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
