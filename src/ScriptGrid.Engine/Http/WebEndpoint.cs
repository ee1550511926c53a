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

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, Methods, HandleAsync);

    private Task HandleAsync(HttpContext context) => QueryRules.Problem(Path, Parameters, context.Request.Query) is { } problem
        ? PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, problem)
        : Handle(context);
}
