using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using ScriptGrid.EmbeddedRedis.Access;
using ScriptGrid.EmbeddedRedis.Clients;
using ScriptGrid.EmbeddedRedis.Commands;
using ScriptGrid.EmbeddedRedis.Commands.Administration;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Scripting;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Server;

/// <summary>One embedded server: its parts, put to work by its one executor thread.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "What it owns is disposed of on the executor thread, when that ends.")]
internal sealed class RedisServer
{
    private readonly ServerParts _parts;
    private readonly Reception _reception;
    private readonly LocalCaller _local;
    private readonly Housekeeping _housekeeping;

    internal RedisServer(TimeProvider time, Random random, DebugPermission debugging, ScriptingOptions scripting)
    {
        ServerParts parts = _parts = new ServerParts(time, random, debugging, scripting);
        ServerClock clock = parts.Keyspace.Clock;
        AddSettings(parts);
        DataCommands.Register(parts.Commands, new BlockingCalls(parts.Blocked));
        ServerCommands.Register(parts);

        var guard = new Guard(parts.Access, parts.Limits, parts.Busy, debugging);
        var dispatcher = new Dispatcher(parts.Commands, parts.Runner, guard, parts.Pause, parts.Watches, ServeReady);
        _reception = new Reception(parts.Clients, dispatcher, parts.Access, parts.Errors, parts.Traffic, parts.Settings, parts.Keyspace) { Left = Leave };
        _local = new LocalCaller(dispatcher, parts.Clients, parts.Errors, parts.Busy, clock);
        _housekeeping = new Housekeeping(parts.Keyspace, parts.Clients, parts.Settings, parts.Memory, parts.Throughput);
    }

    /// <summary>Completes once the server has ended.</summary>
    internal Task Ended => _parts.Executor.Ended;

    /// <summary>What the default user must give to AUTH; empty for nothing. Before <see cref="Start"/> only.</summary>
    internal void SetPassword(string password) => _parts.Access.Users.SetDefaultPassword(password);

    /// <summary>Begins to carry commands out.</summary>
    /// <param name="address">The address that it listens on.</param>
    /// <param name="port">The TCP port that it listens on.</param>
    /// <param name="atEnd">Called on the executor thread when the server ends, before its clients go.</param>
    internal void Start(string address, int port, Action atEnd)
    {
        (_parts.Identity.Address, _parts.Identity.Port) = (address, port);
        _parts.Executor.AfterWork = _parts.Clients.FlushWritten;
        _parts.Executor.IsUnfinished = () => _reception.AreSocketsLeft;
        _parts.Executor.AtEnd = () =>
        {
            atEnd();
            _housekeeping.Dispose();
            _parts.Clients.CloseAll();
        };
        _parts.Executor.Start();
        _housekeeping.Start(_parts.Executor.Queue, ServeReady);
    }

    /// <summary>Ends the server after the work under way; of any thread.</summary>
    internal void Stop() => _parts.Executor.Stop();

    /// <summary>Takes a connection; of any thread.</summary>
    internal void Accept(Socket socket) => _parts.Executor.Queue.Post(() => _reception.Accept(socket, _parts.Executor.Queue), whileBusy: true);

    /// <summary>Carries out a command of this process and hands over its reply as RESP2; of any thread.</summary>
    internal void Execute(byte[][] words, Action<byte[]> replied) => _parts.Executor.Queue.Post(() => replied(_local.Execute(words)), whileBusy: true);

    private static void AddSettings(ServerParts parts)
    {
        ServerIdentity identity = parts.Identity;
        AclUsers users = parts.Access.Users;
        parts.Settings.AddData(parts.Keyspace.Settings);
        parts.Settings.Add(new ComputedSetting("requirepass", () => users.DefaultPassword, users.SetDefaultPassword));
        parts.Settings.Add(new ComputedSetting("bind", () => identity.Address, null));
        parts.Settings.Add(new ComputedSetting("port", () => identity.Port.ToString(CultureInfo.InvariantCulture), null));
        parts.Settings.Add(new ComputedSetting("enable-debug-command", () => identity.Debugging.ToString().ToLowerInvariant(), null));
    }

    /// <summary>Serves those who waited for what a command has done, once it has ended, scripts and transactions as a whole.</summary>
    private void ServeReady()
    {
        if (_parts.Blocked.Count > 0 && _parts.Scripts.Current is null)
        {
            _parts.Blocked.ServeReady();
        }
    }

    private void Leave(ClientSession client)
    {
        _parts.Watches.Discard(client);
        _parts.Messages.Leave(client);
        _parts.Monitors.Remove(client);
        _parts.Blocked.Leave(client);
    }
}
