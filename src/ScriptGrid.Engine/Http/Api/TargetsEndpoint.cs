using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Engine.Queries;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Http.Api;

/// <summary>The status of each target. Written while the targets are read, so that a large fleet needs no extra memory.</summary>
internal sealed class TargetsEndpoint(IFleet fleet)
{
    private static readonly byte[] Beginning = """{"status":"success","data":{"targets":["""u8.ToArray();
    private static readonly byte[] Separator = ","u8.ToArray();

    /// <summary>Responds with the targets that the request selects. HEAD gets only the headers.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (TargetsQuery.Parse(context.Request.Query, out string problem) is not { } wanted)
        {
            await ApiAnswer.RefuseAsync(context, problem);
        }
        else if (ApiAnswer.BeginsBody(context))
        {
            PipeWriter output = context.Response.BodyWriter;
            var gaps = new FleetGaps();
            await (wanted.IsAll
                ? WriteAsync(output, fleet.ListTargetsAsync(gaps, context.RequestAborted), "]", gaps, context.RequestAborted)
                : WritePageAsync(output, wanted, gaps, context.RequestAborted));
        }
    }

    private async Task WritePageAsync(PipeWriter output, TargetsQuery wanted, FleetGaps gaps, CancellationToken cancellationToken)
    {
        TargetIndex index = await fleet.IndexAsync(wanted.Query, gaps, cancellationToken);
        int limit = wanted.Limit ?? index.Matches.Length;
        string[] page = [.. index.Matches.Skip(wanted.Offset).Take(limit).Select(static target => target.Target)];
        string end = wanted.Limit is null ? "]"
            : string.Create(CultureInfo.InvariantCulture, $"],\"total\":{index.Matches.Length},\"offset\":{wanted.Offset}");
        await WriteAsync(output, fleet.DescribeAsync(page, gaps, cancellationToken), end, gaps, cancellationToken);
    }

    /// <summary>Writes nothing before the first target is available, so that an immediate failure still gives a complete error response.</summary>
    private static async Task WriteAsync(
        PipeWriter output, IAsyncEnumerable<TargetStatus> targets, string end, FleetGaps gaps, CancellationToken cancellationToken)
    {
        byte[] before = Beginning;
        await foreach (TargetStatus target in targets)
        {
            output.Write(before);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(ListedTargetJson.Of(target), ApiAnswer.Json.ListedTargetJson));
            await output.FlushFullAsync(cancellationToken);
            before = Separator;
        }

        output.Write(before == Beginning ? Beginning : default);
        string missing = MissingJson.Of(gaps) is { } gap ? $",\"missing\":{JsonSerializer.Serialize(gap, ApiAnswer.Json.MissingJson)}" : "";
        output.Write(Encoding.UTF8.GetBytes($"{end}{missing}}}}}"));
        await output.FlushAsync(cancellationToken);
    }
}
