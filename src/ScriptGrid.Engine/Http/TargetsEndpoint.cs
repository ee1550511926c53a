using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Replies;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http;

/// <summary>How each target fares, as JSON in the envelope of Prometheus' own API. Written as the targets come, so a large fleet takes no memory.</summary>
internal sealed class TargetsEndpoint(IFleet fleet)
{
    private const int FlushBytes = 64 * 1024;

    private static readonly string[] States = [.. Enum.GetNames<TargetState>().Select(static name => name.ToLowerInvariant())];
    private static readonly string[] Results = [.. Enum.GetNames<ScriptResult>().Select(static name => name.ToLowerInvariant())];

    /// <summary>Quotes of error messages stay legible; no browser takes this for HTML, as its type is said and not to be guessed.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with every target. HEAD gets the headers only.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await WriteAsync(context.Response.BodyWriter, context.RequestAborted);
        }
    }

    /// <summary>On failure the writer is not disposed, as that would hand over what it holds of half an answer.</summary>
    private async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("status"u8, "success"u8);
        json.WriteStartObject("data"u8);
        json.WriteStartArray("targets"u8);
        await foreach (TargetStatus target in fleet.ListTargetsAsync(cancellationToken))
        {
            Write(json, target);
            if (json.BytesPending + output.UnflushedBytes >= FlushBytes)
            {
                json.Flush();
                await output.FlushAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        await output.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, TargetStatus target)
    {
        json.WriteStartObject();
        json.WriteString("target"u8, target.Target);
        json.WriteStartObject("labels"u8);
        foreach ((string name, string value) in target.Labels.Labels)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteString("state"u8, States[(int)target.State]);
        json.WriteString("owner"u8, target.Owner);
        json.WriteStartArray("scripts"u8);
        foreach (ScriptStatus script in target.Scripts)
        {
            Write(json, script);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ScriptStatus script)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, script.Name);
        json.WriteString("result"u8, script.Result is { } result ? Results[(int)result] : null);
        WriteSeconds(json, "durationSeconds"u8, script.Result is null ? null : script.Duration);
        if (script.LastSuccess is { } lastSuccess)
        {
            json.WriteString("lastSuccess"u8, lastSuccess.UtcDateTime);
        }
        else
        {
            json.WriteNull("lastSuccess"u8);
        }

        WriteSeconds(json, "intervalSeconds"u8, script.Interval);
        if (script.Failure is { } failure)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("reason"u8, Failure.Label(failure.Reason));
            json.WriteString("message"u8, failure.Message);
            json.WriteEndObject();
        }

        json.WriteNumber("errorsTotal"u8, script.ErrorsTotal);
        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan? value)
    {
        if (value is { } time)
        {
            json.WriteNumber(name, time.TotalSeconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
