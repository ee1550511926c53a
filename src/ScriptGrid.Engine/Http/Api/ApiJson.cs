using System.Text.Json.Serialization;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>Serializes responses. Numbers that JSON lacks become strings: <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ConfigurationJson))]
[JsonSerializable(typeof(DiscoveryJson))]
[JsonSerializable(typeof(ErrorJson))]
[JsonSerializable(typeof(FleetJson))]
[JsonSerializable(typeof(ListedTargetJson))]
[JsonSerializable(typeof(MissingJson))]
[JsonSerializable(typeof(ScriptShownJson))]
[JsonSerializable(typeof(ScriptsJson))]
[JsonSerializable(typeof(SilosJson))]
[JsonSerializable(typeof(TargetDetailJson))]
internal sealed partial class ApiJson : JsonSerializerContext;
