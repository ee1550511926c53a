using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ScriptGrid.Engine.Http;

/// <summary>One endpoint: its path, the methods and query parameters that it accepts, and its handler.</summary>
internal sealed record WebEndpoint(string Path, RequestDelegate Handle)
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The methods that it accepts; any other gets a 405 that lists them.</summary>
    public IReadOnlyList<string> Methods { get; init; } = Read;

    /// <summary>The query parameters that it accepts, each at most once; any other gets a 400.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Responds to a request with an invalid query, with one line that says why. Default: as plain text.</summary>
    public Func<HttpContext, string, Task> RefuseAsync { get; init; } =
        static (context, problem) => PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, problem);

    /// <summary>Whether everybody may use it, whatever the rules for other endpoints.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Adds the endpoint to the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        IEndpointConventionBuilder endpoint = routes.MapMethods(Path, Methods, HandleAsync);
        if (IsOpen)
        {
            endpoint.AllowAnonymous();
        }
    }

    private Task HandleAsync(HttpContext context)
    {
        if (CrossOrigin.IsChangeFromElsewhere(context.Request))
        {
            return PlainText.WriteAsync(context.Response, StatusCodes.Status403Forbidden, CrossOrigin.Refusal);
        }

        return QueryRules.Problem(Path.Replace("**", "", StringComparison.Ordinal), Parameters, context.Request.Query) is { } problem
            ? RefuseAsync(context, problem)
            : Handle(context);
    }
}
