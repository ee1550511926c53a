using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ScriptGrid.Engine.Http;

/// <summary>One endpoint: its path, the methods and the query parameters that it takes, and what it does.</summary>
internal sealed record WebEndpoint(string Path, RequestDelegate Handle)
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The methods that it answers to; any other is a 405 that names them.</summary>
    public IReadOnlyList<string> Methods { get; init; } = Read;

    /// <summary>Its query parameters, each of which is given once at most; any other is a 400.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Answers a request whose query makes no sense, with one line that says why. Default: as plain text.</summary>
    public Func<HttpContext, string, Task> RefuseAsync { get; init; } =
        static (context, problem) => PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, problem);

    /// <summary>Whether it answers everybody, whoever may ask for the others.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Maps it.</summary>
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
