using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Commands;
using ScriptGrid.EmbeddedRedis;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Architecture;

/// <summary>The order of the house: which project and which folder builds on which. A new reference is a new line here, and a circle cannot be written.</summary>
public sealed class FolderReferencesTests(FolderReferencesTests.LoadedProjects loaded) : IClassFixture<FolderReferencesTests.LoadedProjects>
{
    private static readonly System.Reflection.Assembly[] Assemblies =
    [
        typeof(TargetSpec).Assembly,
        typeof(ClusterView).Assembly,
        typeof(IScriptGridClient).Assembly,
        typeof(EmbeddedRedisServer).Assembly,
        typeof(CommandLineApp).Assembly,
    ];

    private static readonly Dictionary<string, FolderMap> Maps = new Dictionary<string, string>
    {
        ["ScriptGrid.Engine"] =
            """
            .                 :
            Files             :
            Model             :
            Redis             : Files Model
            Replies           : Model Redis
            Results           : Model Replies
            Compression       :
            Exposition        : Model Replies Results Compression
            Queries           : Model Replies Results
            Exposition.Meters : . Files Model Exposition
            Configuration     : . Files Model Replies Exposition.Meters
            Credentials       : . Files Model Redis Exposition.Meters Configuration
            Discovery         : . Files Model Redis Exposition.Meters Configuration Credentials
            Collection        : . Model Redis Replies Results Queries Exposition Exposition.Meters Configuration Credentials
            Access            : . Files Model Exposition.Meters Configuration
            Otlp              : . Model Redis Results Exposition Exposition.Meters Configuration Collection
            Http              : . Model Replies Results Queries Compression Exposition Exposition.Meters Configuration Discovery Collection Access
            """,
        ["ScriptGrid.Cluster"] =
            """
            .          :
            Membership : .
            Catalogue  : . Membership
            Calls      :
            Targets    : . Membership Catalogue Calls
            Discovery  : . Targets
            Rollups    : . Membership Targets
            Pages      : . Membership Catalogue Calls Targets Rollups
            Clients    : . Membership Calls Targets Rollups Pages
            Hosting    : . Membership Catalogue Targets Discovery Rollups Pages Clients
            """,
        ["ScriptGrid.Client"] =
            """
            Security :
            .        : Security
            """,
        ["ScriptGrid.EmbeddedRedis"] =
            """
            Catalogue               :
            Execution               :
            Resp                    :
            Lua.Values              :
            Lua.Syntax              : Lua.Values
            Lua.Compilation         : Lua.Values Lua.Syntax
            Lua.Runtime             : Lua.Values Lua.Syntax Lua.Compilation
            Lua.Libraries           : Lua.Values Lua.Syntax Lua.Runtime
            Data                    : Resp
            Rdb                     : Resp Data
            Access                  : Catalogue Resp Data
            Settings                : Resp Data
            Clients                 : Catalogue Execution Resp Data Access Settings
            Calls                   : Catalogue Resp Data Settings Clients
            Scripting               : Catalogue Execution Resp Lua.Values Lua.Syntax Lua.Runtime Lua.Libraries Data Rdb Access Settings Clients Calls
            Linting                 : Catalogue Lua.Values Lua.Syntax Scripting
            Commands                : Catalogue Resp Data Clients Calls
            Commands.Administration : Catalogue Execution Resp Data Rdb Settings Clients Calls Scripting Commands
            Commands.Connections    : Catalogue Execution Resp Data Access Settings Clients Calls Commands
            Commands.Debugging      : Catalogue Execution Resp Data Rdb Settings Calls Scripting Commands Commands.Administration
            Commands.Hashes         : Resp Data Calls Commands
            Commands.Introspection  : Catalogue Resp Data Access Calls Commands
            Commands.Keys           : Resp Data Rdb Clients Calls Commands
            Commands.Lists          : Resp Data Clients Calls Commands
            Commands.Messages       : Resp Data Clients Calls Commands
            Commands.Permissions    : Catalogue Resp Data Access Clients Calls Commands
            Commands.Scripts        : Catalogue Resp Lua.Values Data Calls Scripting Commands
            Commands.Sets           : Resp Data Calls Commands
            Commands.SortedSets     : Resp Data Calls Commands
            Commands.Streams        : Resp Data Clients Calls Commands
            Commands.Strings        : Resp Data Calls Commands
            Commands.Transactions   : Resp Clients Calls Commands
            Commands.Geo            : Resp Data Calls Commands Commands.SortedSets
            Server                  : Catalogue Execution Resp Data Access Settings Clients Calls Scripting Commands Commands.*
            .                       : Resp Data Settings Scripting Server
            """,
        ["ScriptGrid"] =
            """
            Checking :
            Hosting  : Checking
            Commands : Checking Hosting
            .        : Commands Hosting
            """,
    }.ToDictionary(static map => map.Key, static map => new FolderMap(map.Key, map.Value));

    public static TheoryData<string> Projects { get; } = [.. Maps.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Map_OfProject_GoesOneWay(string project) => Assert.Empty(Maps[project].Backward());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Types_OfProject_ReferOnlyToFoldersThatTheMapAllows(string project)
    {
        FolderMap map = Maps[project];
        IType[] types = [.. loaded.Types.Where(type => NameOf(type.Assembly) == project && map.IsOfProject(NamespaceOf(type)))];

        string[] forbidden = [.. types.SelectMany(type => Forbidden(map, type)).Distinct().Order(StringComparer.Ordinal)];

        Assert.NotEmpty(types);
        Assert.True(forbidden.Length == 0, string.Join('\n', forbidden));
    }

    [Theory]
    [InlineData("ScriptGrid.Engine", "")]
    [InlineData("ScriptGrid.EmbeddedRedis", "")]
    [InlineData("ScriptGrid.Client", "")]
    [InlineData("ScriptGrid.Cluster", "ScriptGrid.Client ScriptGrid.Engine")]
    [InlineData("scriptgrid", "ScriptGrid.Cluster ScriptGrid.EmbeddedRedis ScriptGrid.Engine")]
    public void References_OfProject_AreThoseOfTheDesign(string project, string expected)
    {
        string[] names = [.. Assemblies.Single(assembly => assembly.GetName().Name == project).GetReferencedAssemblies().Select(static name => name.Name!)];

        Assert.Equal(expected, string.Join(' ', names.Where(static name => name.StartsWith("ScriptGrid.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void References_OfEngine_KnowNoOrleans() =>
        Assert.DoesNotContain(typeof(TargetSpec).Assembly.GetReferencedAssemblies(), static name => name.Name!.StartsWith("Orleans", StringComparison.Ordinal));

    private static IEnumerable<string> Forbidden(FolderMap map, IType type)
    {
        if (map.FolderOf(NamespaceOf(type)) is not { } from)
        {
            return [$"{type.FullName} is in no folder of the map"];
        }

        return type.Dependencies
            .Select(static dependency => dependency.Target)
            .Where(target => map.FolderOf(NamespaceOf(target)) is { } to && !map.Allows(from, to))
            .Select(target => $"{from} -> {map.FolderOf(NamespaceOf(target))}: {type.Name} refers to {target.Name}");
    }

    /// <summary>Empty for what compilers put into no namespace.</summary>
    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    private static string NameOf(ArchUnitNET.Domain.Assembly assembly) =>
        assembly.Name.Split(',')[0] is var name && name == "scriptgrid" ? "ScriptGrid" : name;

    /// <summary>All types of all projects. They take much memory, so no other test finds them still there.</summary>
    public sealed class LoadedProjects
    {
        internal IEnumerable<IType> Types { get; } = new ArchLoader().LoadAssemblies(Assemblies).Build().Types;
    }
}
