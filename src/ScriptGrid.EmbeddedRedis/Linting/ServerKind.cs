using ScriptGrid.EmbeddedRedis.Catalogue;

namespace ScriptGrid.EmbeddedRedis.Linting;

/// <summary>A kind of server, and what it refuses in scripts that Redis 7.0 runs.</summary>
/// <param name="Name">The name on command lines.</param>
/// <param name="Title">The name in sentences.</param>
internal sealed record ServerKind(string Name, string Title)
{
    /// <summary>Commands that Garnet 2.2.8 does not have, or does not let scripts call.</summary>
    private const string Garnet =
        "cluster count-failure-reports,cluster flushslots,cluster links,cluster saveconfig,cluster slaves,command list,copy,fcall,fcall_ro,function,lolwut,memory doctor,memory malloc-stats,memory purge,"
        + "memory stats,move,pubsub shardchannels,pubsub shardnumsub,randomkey,sort,sort_ro,spublish,touch,xack,xadd,xautoclaim,xclaim,xdel,xgroup,xinfo,xlen,xpending,xrange,xread,xreadgroup,"
        + "xrevrange,xsetid,xtrim";

    internal static readonly ServerKind Redis6 = new("redis-6", "Redis 6") { Version = new(6, 2), KnowsShebang = false };
    internal static readonly ServerKind Redis7 = new("redis-7", "Redis 7") { Version = new(7, 4) };
    internal static readonly ServerKind Valkey = new("valkey", "Valkey") { Version = new(7, 4), Has = Names("hgetdel,hgetex,hsetex,cluster slot-stats") };
    internal static readonly ServerKind Dragonfly = new("dragonfly", "Dragonfly") { Lacks = Names("fcall,fcall_ro,function,lcs"), RefusesFoundKeys = true };
    internal static readonly ServerKind GarnetServer = new("garnet", "Garnet") { Version = new(7, 4), Lacks = Names(Garnet), KnowsShebang = false };

    internal static readonly ServerKind ElastiCacheServerless = new("elasticache-serverless", "ElastiCache Serverless")
    {
        Lacks = Names("keys,memory,move,select,swapdb"),
        NeedsKeys = true,
        IsCluster = true,
    };

    internal static readonly ServerKind AlibabaCluster = new("alibaba-cluster", "Alibaba's proxy")
    {
        Lacks = Names("move,select,swapdb"),
        NeedsKeys = true,
        IsCluster = true,
        RefusesFoundKeys = true,
        ReadsScripts = true,
    };

    /// <summary>All kinds of servers.</summary>
    internal static IReadOnlyList<ServerKind> All { get; } = [Redis6, Redis7, Valkey, Dragonfly, GarnetServer, ElastiCacheServerless, AlibabaCluster];

    /// <summary>The last version of Redis whose commands the server has; null if it is not known.</summary>
    internal Version? Version { get; private init; }

    /// <summary>Commands of later versions that the server has nevertheless.</summary>
    private HashSet<string> Has { get; init; } = [];

    /// <summary>
    /// Commands that the server does not have, or does not let scripts call. A container without a subcommand stands for all of its subcommands.
    /// </summary>
    private HashSet<string> Lacks { get; init; } = [];

    /// <summary>Whether a script may begin with <c>#!lua</c>.</summary>
    internal bool KnowsShebang { get; private init; } = true;

    /// <summary>Whether the server runs only scripts that have KEYS.</summary>
    internal bool NeedsKeys { get; private init; }

    /// <summary>Whether the keys are distributed over nodes.</summary>
    internal bool IsCluster { get; private init; }

    /// <summary>Whether a script may use only the keys of KEYS, and not even those that SCAN returned.</summary>
    internal bool RefusesFoundKeys { get; private init; }

    /// <summary>Whether the server searches the text of scripts for the commands that they call.</summary>
    internal bool ReadsScripts { get; private init; }

    /// <summary>Whether the server does not let scripts call a command.</summary>
    internal bool Refuses(CommandUse use)
    {
        string container = use.Name.Split(' ')[0];
        return !use.IsJoined && (Lacks.Contains(use.Name) || Lacks.Contains(container) || (Version is not null && !Has.Contains(use.Name) && Since(use) > Version));
    }

    private static Version Since(CommandUse use) => use.Facts is not null
        ? Parse(CommandDetails.All.TryGetValue(use.Name, out var details) ? details.Since : "1.0")
        : Parse(NewerCommands.TryGet(use.Name, out var newer) ? newer.Since : "1.0");

    private static Version Parse(string text) => System.Version.TryParse(text, out var version) ? new Version(version.Major, version.Minor) : new Version(1, 0);

    private static HashSet<string> Names(string names) => [.. names.Split(',')];
}
