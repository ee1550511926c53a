using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Execution;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>One embedded server: its parts, and the one executor thread that runs them.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "What it owns is disposed of on the executor thread, when that ends.")]
internal sealed class RedisServer
{
    private readonly ServerParts _parts;
    private readonly Reception _reception;
    private readonly LocalCaller _local;
    private readonly Housekeeping _housekeeping;

    internal RedisServer(TimeProvider time, Random random, int databases, DebugPermission debugging, ScriptingOptions scripting, long maxBufferBytes, Action<string>? faultLog)
    {
        var faults = new FaultReport(faultLog);
        ServerParts parts = _parts = new ServerParts(time, random, databases, debugging, scripting with { Log = Guarded(scripting.Log, faults) });
        ServerClock clock = parts.Keyspace.Clock;
        AddSettings(parts);
        DataCommands.Register(parts.Commands, new BlockingCalls(parts.Blocked));
        ServerCommands.Register(parts);

        var guard = new Guard(parts.Access, parts.Limits, parts.Busy, debugging);
        var budget = new BufferBudget(maxBufferBytes);
        parts.Executor.Failed = fault => faults.Report(fault);
        var dispatcher = new Dispatcher(parts.Commands, parts.Runner, guard, parts.Pause, parts.Watches, BeforeCommand, ServeReady, faults);
        _reception = new Reception(parts.Clients, dispatcher, parts.Access, parts.Errors, parts.Traffic, parts.OutputLimits, parts.Settings, parts.Keyspace, budget, faults) { Left = Leave };
        _local = new LocalCaller(dispatcher, parts.Clients, parts.Errors, parts.Busy, clock, budget);
        _housekeeping = new Housekeeping(parts.Keyspace, parts.Clients, parts.Tracking, parts.OutputLimits, parts.Settings, parts.Memory, parts.Throughput, parts.Latency, parts.Replication.Replicas);
    }

    /// <summary>Completes once the server has ended.</summary>
    internal Task Ended => _parts.Executor.Ended;

    /// <summary>Sets the password that the default user must give to AUTH; empty means none. Call it only before <see cref="Start"/>.</summary>
    internal void SetPassword(string password) => _parts.Access.Users.SetDefaultPassword(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(password)));

    /// <summary>Starts to execute commands.</summary>
    /// <param name="address">The address that it listens on.</param>
    /// <param name="port">The TCP port that it listens on.</param>
    /// <param name="atEnd">Called on the executor thread when the server ends, before its clients are disconnected.</param>
    /// <param name="waitsForSockets">Whether the executor thread itself waits for sockets, if the machine supports it.</param>
    internal void Start(string address, int port, Action atEnd, bool waitsForSockets)
    {
        (_parts.Identity.Address, _parts.Identity.Port) = (address, port);
        _parts.Executor.AfterWork = () =>
        {
            _parts.Keyspace.Propagation.Flush(together: false);
            _parts.Tracking.TellBroadcasts();
        };
        _parts.Executor.AfterBatch = () =>
        {
            _parts.Clients.FlushWritten();
            _parts.ClientEviction.Run();
        };
        _parts.Executor.IsUnfinished = () => _reception.AreSocketsLeft;
        _parts.Executor.AtEnd = () =>
        {
            atEnd();
            _housekeeping.Dispose();
            _parts.Clients.CloseAll();
        };
        _parts.Executor.Start(waitsForSockets);
        _housekeeping.Start(_parts.Executor, ServeReady);
    }

    /// <summary>Whether the caller runs on the thread that executes commands.</summary>
    internal bool IsOnItsThread => _parts.Executor.IsCurrent;

    /// <summary>Ends the server after the work under way. Callable from any thread.</summary>
    internal void Stop() => _parts.Executor.Stop();

    /// <summary>Accepts a connection, or closes it if the server ends. Callable from any thread.</summary>
    internal void Accept(Socket socket)
    {
        if (!_parts.Executor.Queue.Post(new DelegateWork(() => Greet(socket), whileBusy: true, whileEnding: true)))
        {
            socket.Dispose();
        }
    }

    /// <summary>Executes a command of this process and completes <paramref name="reply"/> with its reply as RESP2. Callable from any thread.</summary>
    internal void Execute(byte[][] words, TaskCompletionSource<byte[]> reply) => _parts.Executor.Queue.Post(() => Answer(() => _local.Execute(words), reply), whileBusy: true);

    /// <summary>Reads the data between two commands. Callable from any thread.</summary>
    internal void Read<T>(Func<Keyspace, T> read, TaskCompletionSource<T> answer) =>
        _parts.Executor.Queue.Post(() => AnswerUnlessBusy(() => read(_parts.Keyspace), answer), whileBusy: true);

    /// <summary>Removes all keys of all databases. Callable from any thread.</summary>
    internal void FlushAll(TaskCompletionSource<bool> done) => _parts.Executor.Queue.Post(() => AnswerUnlessBusy(Flush, done), whileBusy: true);

    private void Greet(Socket socket)
    {
        if (_parts.Executor.IsStopping)
        {
            socket.Dispose();
        }
        else
        {
            _reception.Accept(socket, _parts.Executor.Queue);
        }
    }

    private bool Flush()
    {
        _parts.Keyspace.Flush(_parts.Keyspace.Databases);
        _parts.Keyspace.Propagation.Add(0, "FLUSHALL"u8.ToArray());
        ServeReady();
        return true;
    }

    /// <summary>Answers, or refuses with <see cref="HostRefusedException"/> in the middle of a script that runs for too long.</summary>
    private void AnswerUnlessBusy<T>(Func<T> ask, TaskCompletionSource<T> answer)
    {
        if (_parts.Busy.Current is { } script)
        {
            answer.TrySetException(new HostRefusedException(script.BusyMessage));
        }
        else
        {
            Answer(ask, answer);
        }
    }

    private static void Answer<T>(Func<T> ask, TaskCompletionSource<T> answer)
    {
        try
        {
            answer.TrySetResult(ask());
        }
        catch (Exception fault)
        {
            answer.TrySetException(fault);
            throw;
        }
    }

    /// <summary>Returns the host's log for scripts. A script goes on if it fails, and the fault is reported.</summary>
    private static Action<int, string>? Guarded(Action<int, string>? log, FaultReport faults) => log is null ? null : (level, text) =>
    {
        try
        {
            log(level, text);
        }
        catch (Exception fault)
        {
            faults.Report($"the log of scripts failed: {fault.GetType().Name}: {fault.Message}");
        }
    };

    private static void AddSettings(ServerParts parts)
    {
        ServerIdentity identity = parts.Identity;
        AclUsers users = parts.Access.Users;
        parts.Settings.AddData(parts.Keyspace.Settings);
        parts.Settings.AddEviction(parts.Keyspace.Usage, parts.Eviction);
        parts.Settings.AddPropagation(parts.Keyspace.Propagation);
        parts.Settings.AddKeyEvents(parts.Keyspace.Events);
        parts.Settings.Add(new ComputedSetting("requirepass", () => users.DefaultPassword, password =>
        {
            users.SetDefaultPassword(password);
            return null;
        }));
        parts.Settings.Add(new ChoiceSetting("acl-pubsub-default", "resetchannels", "allchannels", "resetchannels")
        {
            Changed = value => users.BeginWithAllChannels = value == "allchannels",
        });
        parts.Settings.Add(new ComputedSetting("databases", () => parts.Keyspace.Databases.Length.ToString(CultureInfo.InvariantCulture), null));
        AddPlace(parts.Settings, "bind", () => identity.Address, "Failed to bind to specified addresses.");
        parts.Settings.Add(new ComputedSetting("port", () => identity.Port.ToString(CultureInfo.InvariantCulture), text => PortProblem(text, identity.Port)));
        parts.Settings.Add(new ComputedSetting("enable-debug-command", () => identity.Debugging.ToString().ToLowerInvariant(), null));
    }

    /// <summary>Returns why the port cannot be set, or null if it is the current one. The server does not listen anywhere else later.</summary>
    private static string? PortProblem(string text, int port)
    {
        var shape = new NumberSetting("port", port, 0, ushort.MaxValue);
        return shape.TrySet(text) ?? (shape.Value == port ? null : "Unable to listen on this port. Check server logs.");
    }

    private static void AddPlace(ServerSettings settings, string name, Func<string> get, string refusal) =>
        settings.Add(new ComputedSetting(name, get, text => text == get() ? null : refusal));

    /// <summary>Serves the clients that waited for what a command did, once it has ended. A script or a transaction counts as one command.</summary>
    private void ServeReady()
    {
        if (_parts.Blocked.Count > 0 && _parts.Scripts.Current is null)
        {
            _parts.Blocked.ServeReady();
        }
    }

    /// <summary>Does what is due before the next command: a test may have moved the clock, and a setting may have lowered a limit.</summary>
    private void BeforeCommand()
    {
        if (_parts.Keyspace.ExpireDue())
        {
            ServeReady();
        }

        if (_parts.Tracking.IsUsed)
        {
            _parts.Tracking.Limit(_parts.Settings.TrackingTableMaxKeys.Value);
        }
    }

    private void Leave(ClientSession client)
    {
        _parts.Watches.Discard(client);
        _parts.Messages.Leave(client);
        _parts.Monitors.Remove(client);
        _parts.Tracking.Disable(client);
        _parts.Blocked.Leave(client);
        _parts.Replication.Replicas.Remove(client);
    }
}
