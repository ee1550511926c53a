using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Engine.Http;

/// <summary>Finds what is wrong with the names of a query. A misspelt one would otherwise be an answer to another question.</summary>
internal static class QueryRules
{
    /// <summary>One line about the first parameter that the endpoint does not take, or that is there more than once; null where all is well.</summary>
    /// <param name="path">The endpoint.</param>
    /// <param name="parameters">What it takes.</param>
    /// <param name="query">What it was given.</param>
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
                return $"The parameter '{name}' is there {values.Count} times; {path} takes one.";
            }
        }

        return null;
    }

    private static string Hint(string name, IReadOnlyList<string> parameters) =>
        NearestName.Hint(name, parameters) is { Length: > 0 } nearest ? nearest
        : parameters.Count == 0 ? ", which takes none."
        : $"; it takes {string.Join(", ", parameters)}.";
}
