using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Catalogue;
using ScriptGrid.Cluster.Discovery;
using ScriptGrid.Cluster.Pages;
using ScriptGrid.Cluster.Rollups;
using ScriptGrid.Cluster.Targets;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;
using Section = ScriptGrid.Engine.Results.Section;

namespace ScriptGrid.ClusterTests.Wire;

/// <summary>One of each wire type, with a value in every field.</summary>
internal static class WireSamples
{
    private const string Target = "10.0.0.1:6379/2";
    private const string Owner = "10.0.1.1:11111";
    private const string Script = "queues.lua";

    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SiloAddress Silo = SiloAddress.New(new IPEndPoint(IPAddress.Parse("10.0.1.1"), 11111), 42);
    private static readonly ImmutableDictionary<string, string> Labels = ImmutableDictionary<string, string>.Empty.Add("team", "mail");

    private static readonly ScriptReply Reply = new()
    {
        Kind = ScriptReplyKind.Array,
        Items =
        [
            new ScriptReply { Kind = ScriptReplyKind.Text, Bytes = "acquired"u8.ToArray() },
            new ScriptReply { Kind = ScriptReplyKind.Integer, Integer = -1 },
            new ScriptReply { Kind = ScriptReplyKind.Double, Double = 0.5 },
        ],
    };

    private static readonly ScriptSnapshot Snapshot = new()
    {
        Script = Script,
        Result = SnapshotResult.Values,
        Values = [new ScriptValue("mail", 7)],
        Duration = TimeSpan.FromMilliseconds(3),
        LastSuccess = At,
        Reason = FailureReasons.Busy,
        Message = "BUSY",
        Errors = 2,
    };

    private static readonly TargetSnapshot OfTarget = new()
    {
        Target = Target,
        State = TargetAvailability.Up,
        Owner = Owner,
        At = At,
        Labels = Labels,
        Scripts = [Snapshot],
    };

    private static readonly TargetSummary Summary = new()
    {
        Target = Target,
        State = TargetAvailability.Down,
        Owner = Owner,
        Labels = Labels,
        FailingScripts = [Script],
    };

    private static readonly WatchOptions Options = new() { Targets = [Target], Script = Script };

    private static readonly ScriptEntry Entry = new(Script, 1, TimeSpan.FromSeconds(1), At, TimeSpan.FromSeconds(15), 5, "no", 3) { IsSkipped = true, DroppedSeries = 7, LastRun = At, NextRun = At };

    private static readonly StatusEntry Status = new(Target, [new("team", "mail")], 1, Owner, [Entry]) { Role = 1, Source = "mail/dns", Reason = 5, Message = "no" };

    private static readonly TrailEntry Trail = new(At, [1, 3], [0.5f, 2], ["depth{queue=\"sms\"}"], [[7, float.NaN]]);

    private static readonly ScriptReportEntry Report = new("redis_script_result 1\n", ["depth{queue=\"sms\"}"], [7], 700) { Trail = Trail };

    private static readonly ScriptTallyEntry Tally = new(Script, [1, 2, 3, 4, 5], 6, 0.5, [65_536], [2], [0, 3], [Target], [0.5], [Target], [5], ["no"]);

    private static readonly ScriptDigest OfScript = new()
    {
        Script = Script,
        Aggregate = 3,
        Labels = [new("team", "mail")],
        Keys = ["mail"],
        Sums = [7],
        Mins = [1],
        Maxs = [4],
        Counts = [3],
        By = [new("env", "prod")],
        Squares = [4.5],
        SketchSizes = [2],
        Buckets = [65_536, 65_606],
        BucketCounts = [1, 2],
    };

    private static readonly SiloDigest OfSilo = new()
    {
        Silo = Silo,
        Name = "silo-1",
        Interval = TimeSpan.FromSeconds(5),
        Up = 1,
        Down = 2,
        Unknown = 3,
        Failing = 4,
        Scripts = [OfScript],
        Metrics = [OfScript],
    };

    /// <summary>By alias.</summary>
    public static IReadOnlyDictionary<string, Func<object>> All { get; } = new Dictionary<string, Func<object>>
    {
        ["sg.cached-script"] = static () => new CachedScript(Script, "0123456789abcdef", true, true),
        ["sg.call-status"] = static () => CallStatus.Unavailable,
        ["sg.catalogue-edition"] = static () => new CatalogueEdition(1_767_323_045_000, At, Owner, "ab12", [1, 2, 3]),
        ["sg.command-outcome"] = static () => new CommandOutcome { Status = CallStatus.Failed, Reason = FailureReasons.Denied, Message = "NOPERM" },
        ["sg.exists-outcome"] = static () => new ExistsOutcome
        {
            Status = CallStatus.Done,
            Scripts = [new CachedScript(Script, "0123456789abcdef", true, false)],
            Reason = "r",
            Message = "m",
        },
        ["sg.fleet-digest"] = static () => new FleetDigest { At = At, IsSettled = true, Silos = [OfSilo], Scripts = [OfScript], Metrics = [OfScript] },
        ["sg.fleet-part"] = static () => Part("redis_up 1\n"u8),
        ["sg.fleet-state"] = static () => new FleetState
        {
            At = At,
            CatalogueVersion = 1_767_323_045_000,
            Targets = 6,
            Up = 1,
            Down = 2,
            Unknown = 3,
            Silos = [new SiloState(Owner, "silo-1", true, 6, 2)],
        },
        ["sg.index-part"] = static () => new IndexPart([Target], [2], [32], [0.5], 6, [Script], ["mail/dns"], [new("team", "mail")]),
        ["sg.index-request"] = static () => new IndexRequest(3, Script, new KeyValuePair<string, string>("team", "mail"), "mail/dns", Owner, 5, "10.0", 2),
        ["sg.load-outcome"] = static () => new LoadOutcome { Status = CallStatus.Done, Sha1 = "0123456789abcdef", Reason = "r", Message = "m" },
        ["sg.owner-placement"] = static () => new OwnerPlacement(),
        ["sg.part-request"] = static () => new PartRequest([1, ulong.MaxValue], IsDeflated: true),
        ["sg.rollup"] = static () => new Rollup { Script = Script, Key = "mail", Labels = Labels, Sum = 7, Min = 1, Max = 4, Count = 3, StdDev = 0.5, P50 = 2, P90 = 3, P99 = 4 },
        ["sg.run-trail"] = static () => Trail,
        ["sg.scrape-answer"] = static () => new ScrapeAnswer(2, "no", [1, 2]),
        ["sg.scrape-question"] = static () => new ScrapeQuestion(Script, TimeSpan.FromSeconds(1), true),
        ["sg.script-argument"] = static () => (ScriptArgument)"schön",
        ["sg.script-digest"] = static () => OfScript,
        ["sg.script-entry"] = static () => Entry,
        ["sg.script-outcome"] = static () => new ScriptOutcome
        {
            Status = CallStatus.Failed,
            Reply = Reply,
            Reason = FailureReasons.Script,
            Message = "ERR",
            Duration = TimeSpan.FromMilliseconds(3),
        },
        ["sg.script-reply"] = static () => Reply,
        ["sg.script-reply-kind"] = static () => ScriptReplyKind.BigNumber,
        ["sg.script-report"] = static () => Report,
        ["sg.script-snapshot"] = static () => Snapshot,
        ["sg.script-tallies"] = static () => new ScriptTalliesPart([Tally]),
        ["sg.script-tally"] = static () => Tally,
        ["sg.script-value"] = static () => new ScriptValue("mail", double.NaN),
        ["sg.silo-card"] = static () => new SiloCard("silo-1", "10.0.1.1:9121", "/metrics"),
        ["sg.silo-digest"] = static () => OfSilo,
        ["sg.silo-figures"] = static () => new SiloFigures("silo-1", "10.0.1.1:9121", At, "1.2.3", 6, 1_767_323_045_000, 0.25, 7),
        ["sg.silo-inventory"] = static () => new SiloInventory([1, ulong.MaxValue], 1),
        ["sg.silo-state"] = static () => new SiloState(Owner, "silo-1", true, 6, 2),
        ["sg.snapshot-page"] = static () => new SnapshotPage([OfTarget], Target, TimeSpan.FromSeconds(9)),
        ["sg.snapshot-request"] = static () => new SnapshotRequest(Target, TimeSpan.FromSeconds(9), Options),
        ["sg.snapshot-result"] = static () => SnapshotResult.Failed,
        ["sg.source-edition"] = static () => new SourceEdition(1_767_323_045_000, [1, 2, 3]),
        ["sg.source-state"] = static () => new SourceState(1_767_323_045_000, At, "no", new SourceEdition(1_767_323_045_000, [1])),
        ["sg.status-entry"] = static () => Status,
        ["sg.status-page"] = static () => new StatusPage([Status], true),
        ["sg.target-availability"] = static () => TargetAvailability.Down,
        ["sg.target-report"] = static () => new ReportPart(Status, "7.2.4", [Report]),
        ["sg.target-snapshot"] = static () => OfTarget,
        ["sg.target-summary"] = static () => Summary,
        ["sg.targets-page"] = static () => new TargetsPage([Summary], Target, [Owner]),
        ["sg.watch-options"] = static () => Options,
    };

    /// <summary>What the catalogue says, before it is compressed.</summary>
    public static CatalogueContent Catalogue { get; } = new()
    {
        Interval = TimeSpan.FromSeconds(15),
        Timeout = TimeSpan.FromSeconds(2),
        TargetLabel = "target",
        RoleLabel = "role",
        Namespace = "redis",
        MaxPageSeries = 50_000,
        RedisExporterCompatible = true,
        Scripts =
        [
            new CatalogueScript
            {
                Name = Script,
                Body = [.. "return 1"u8],
                On = ServerRole.Replica,
                Keys = ["mail"],
                Labels = { ["env"] = "prod" },
                AggregateBy = ["env"],
                Expose = Exposure.Rollups,
                MaxBusy = 0.05,
                MaxFleetSeries = 1000,
            },
        ],
        Groups = [new CatalogueGroup { Targets = [Target], Scripts = [0], Labels = { ["team"] = "mail" }, RoleLabel = "mail_role", PasswordFile = "/run/secrets/redis" }],
        TargetGroups =
        [
            new CatalogueTargetGroup
            {
                Name = "mail",
                Targets = 1,
                Scripts = [0],
                Labels = { ["team"] = "mail" },
                RoleLabel = "mail_role",
                Username = "metrics",
                Password = new CatalogueSecret { File = "/run/secrets/redis" },
                Tls = new TlsSettings { CaFile = "/ca.pem" },
                Sources =
                [
                    new CatalogueSource { Kind = "file_sd", Refresh = TimeSpan.FromSeconds(5), Files = ["/targets/*.json"] },
                    new CatalogueSource
                    {
                        Kind = "http_sd",
                        Refresh = TimeSpan.FromMinutes(1),
                        Url = "https://inventory/redis",
                        Timeout = TimeSpan.FromSeconds(10),
                        BearerToken = new CatalogueSecret(),
                    },
                    new CatalogueSource
                    {
                        Kind = "dns", Refresh = TimeSpan.FromSeconds(30), Names = ["redis.mail"], RecordType = DnsRecordType.Srv, Port = 6379, Servers = ["10.0.0.53:53"],
                    },
                    new CatalogueSource
                    {
                        Kind = "sentinel",
                        Refresh = TimeSpan.FromSeconds(5),
                        Servers = ["10.0.1.1:26379"],
                        Roles = [ServerRole.Replica],
                        KeepFailed = TimeSpan.FromMinutes(5),
                        Masters = ["mail"],
                    },
                ],
                Relabel = [new CatalogueRelabelRule { SourceLabels = ["zone"], Separator = ";", Regex = @"\A(?:(.*))\z", TargetLabel = "z", Replacement = "$1" }],
                Allow = ["10.0.0.0/8"],
            },
        ],
    };

    /// <summary>What a target's grain takes along.</summary>
    public static CollectorState State
    {
        get
        {
            var history = default(RunHistory);
            history.Failed(FailureReason.Timeout, TimeSpan.FromSeconds(2));
            history.Succeeded(ScriptResult.Values, TimeSpan.FromMilliseconds(3), TimeSpan.FromDays(20_000));
            var results = new PublishedResults([.. "redis_up 1\n"u8], [new Section(0, 11)], [new KeyedValue("mail", 7)], TimeSpan.FromSeconds(45));
            return new CollectorState("redis|target", TargetState.Up, [new RunState(Script, history, results)], ServerRole.Replica);
        }
    }

    /// <summary>The same with a history.</summary>
    public static CollectorState StateWithTrail
    {
        get
        {
            var trail = new RunTrail();
            trail.Record(TimeSpan.FromDays(20_000), ScriptResult.Empty, TimeSpan.FromMilliseconds(3), new SampleList(), []);
            return State with { Runs = [State.Runs[0] with { Trail = trail }] };
        }
    }

    /// <summary>The same during a pause.</summary>
    public static CollectorState StateWithPause => State with { Pause = TimeSpan.FromSeconds(198) };

    /// <summary>A part gives its array back, so that it has to be a rented one.</summary>
    private static FleetPart Part(ReadOnlySpan<byte> lines)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(lines.Length);
        lines.CopyTo(rented);
        return new FleetPart(rented, [new Section(FleetPart.UpFamily, lines.Length)], 1);
    }
}
