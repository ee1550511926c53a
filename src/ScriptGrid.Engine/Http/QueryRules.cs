using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http;

/// <summary>Checks the parameter names of a query. If a misspelt name were ignored, the response would answer another question.</summary>
internal static class QueryRules
{
    /// <summary>Returns one line about the first parameter that the endpoint does not accept, or that occurs more than once; null if there is none.</summary>
    /// <param name="path">The path of the endpoint.</param>
    /// <param name="parameters">The parameters that it accepts.</param>
    /// <param name="query">The query of the request.</param>
    public static string? Problem(string path, IReadOnlyList<string> parameters, IQueryCollection query)
    {
        foreach ((string name, StringValues values) in query)
        {
            if (!parameters.Contains(name))
            {
                return $"There is no parameter '{Uri.EscapeDataString(name)}' at {path}{Hint(name, parameters)}";
            }

            if (values.Count > 1)
            {
                return $"The parameter '{name}' is given {values.Count} times; {path} accepts it once.";
            }
        }

        return null;
    }

    private static string Hint(string name, IReadOnlyList<string> parameters) =>
        NearestName.Hint(name, parameters) is { Length: > 0 } nearest ? nearest
        : parameters.Count == 0 ? ", which takes none."
        : $"; it takes {string.Join(", ", parameters)}.";
}
