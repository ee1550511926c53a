using System.Reflection;
using Orleans.Serialization.Configuration;
using ScriptGrid.Client;
using ScriptGrid.Cluster.Hosting;

namespace ScriptGrid.ClusterTests.Wire;

/// <summary>All that silos and clients say to each other, found by reflection.</summary>
internal static class WireContract
{
    private static readonly Assembly[] Assemblies = [typeof(ITargetGrain).Assembly, typeof(OrleansSetup).Assembly];

    /// <summary>Types that carry their alias themselves.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. Assemblies.SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)),
    ];

    /// <summary>Interfaces of grains and grain services.</summary>
    public static IReadOnlyList<Type> Interfaces { get; } =
    [
        .. Assemblies.SelectMany(static assembly => assembly.GetTypes())
            .Where(static type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)),
    ];

    /// <summary>Types of the engine, which does not know Orleans: the silo names them.</summary>
    public static IReadOnlyDictionary<string, Type> Named
    {
        get
        {
            var options = new TypeManifestOptions();
            WireNames.Add(options);
            return options.WellKnownTypeAliases;
        }
    }

    /// <summary>The alias of a type or a method; null where it has none.</summary>
    public static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    /// <summary>One line for each type, with its fields, and for each method.</summary>
    public static IEnumerable<string> Lines() =>
        Types.Select(static type => $"{AliasOf(type)}: {string.Join(", ", Fields(type))}")
            .Concat(Named.Keys.Select(static name => $"{name}: as its codec writes it"))
            .Concat(Interfaces.SelectMany(static type => type.GetMethods().Select(method => $"{AliasOf(type)} {Signature(method)}")))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Fields(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{Convert.ToInt32(Enum.Parse(type, name), null)} {name}")
        : type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static property => (property.GetCustomAttribute<IdAttribute>()?.Id, property))
            .Where(static field => field.Id is not null)
            .OrderBy(static field => field.Id)
            .Select(static field => $"{field.Id} {NameOf(field.property.PropertyType)} {field.property.Name}");

    private static string Signature(MethodInfo method) =>
        $"{AliasOf(method)}({string.Join(", ", method.GetParameters().Select(static parameter => NameOf(parameter.ParameterType)))})"
        + $" {NameOf(method.ReturnType)}";

    private static string NameOf(Type type) =>
        AliasOf(type) ?? Named.FirstOrDefault(named => named.Value == type).Key ?? (type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : type.Name);
}
