using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Hosting;

/// <summary>A run as one JSON object. Names and order are a contract.</summary>
internal sealed record RunJson(
    string Target,
    string Script,
    int? Result,
    double? DurationSeconds,
    IReadOnlyDictionary<string, double> Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RunFailureJson? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Skipped)
{
    /// <summary>Options that keep quotes in messages readable.</summary>
    private static readonly RunJsonContext Json =
        new(new JsonSerializerOptions(RunJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Format(RunRequest request, TrialOutcome outcome)
    {
        var values = new OrderedDictionary<string, double>();
        foreach ((string key, double value) in outcome.Values)
        {
            values[key] = value;
        }

        var run = new RunJson(
            request.Target.Address.Id,
            request.Script.Name,
            outcome.RuledOutBy is null ? (int)outcome.Result : null,
            outcome.Duration?.TotalSeconds,
            values,
            outcome.Failure is { } failure ? RunFailureJson.Of(failure) : null,
            outcome.RuledOutBy is null ? null : "role");
        return JsonSerializer.Serialize(run, Json.RunJson) + "\n";
    }
}

/// <summary>Why a run failed.</summary>
/// <param name="Reason">The value of the <c>reason</c> label.</param>
/// <param name="Message">The failure in words, from the server or from ScriptGrid.</param>
/// <param name="Line">The line of the script that the message names; left out if it names none.</param>
internal sealed record RunFailureJson(
    string Reason, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Line)
{
    public static RunFailureJson Of(Failure failure) =>
        new(Failure.Label(failure.Reason), failure.Message, RedisErrors.ScriptLine(failure.Message));
}

/// <summary>Writes runs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, Converters = [typeof(ExpositionNumber)])]
[JsonSerializable(typeof(RunJson))]
internal sealed partial class RunJsonContext : JsonSerializerContext;

/// <summary>Writes infinity and NaN, which JSON has no numbers for, as the strings that the metrics page uses.</summary>
internal sealed class ExpositionNumber : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
        }
    }
}
