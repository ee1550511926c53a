using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Hosting;

/// <summary>A run as one JSON object. Infinity and NaN, which JSON has no numbers for, are strings.</summary>
internal static class RunJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(RunRequest request, TrialOutcome outcome)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("target", request.Target.Address.Id);
            json.WriteString("script", request.Script.Name);
            json.WriteNumber("result", (int)outcome.Result);
            json.WriteNumber("duration_seconds", outcome.Duration.TotalSeconds);
            WriteValues(json, outcome.Values);
            WriteFailure(json, outcome.Failure);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray()) + "\n";
    }

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyedValue> values)
    {
        json.WriteStartObject("values");
        foreach ((string key, double value) in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumber(key, value);
            }
            else
            {
                json.WriteString(key, double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
            }
        }

        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, Failure? failure)
    {
        if (failure is null)
        {
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("reason", Failure.Label(failure.Reason));
        json.WriteString("message", failure.Message);
        if (RedisErrors.ScriptLine(failure.Message) is > 0 and int line)
        {
            json.WriteNumber("line", line);
        }

        json.WriteEndObject();
    }
}
