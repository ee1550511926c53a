using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>A shipped collector script for which a request names the keys; they replace those that the script's arguments name.</summary>
/// <param name="Template">How the script runs if the target has no script of that name.</param>
/// <param name="Keys">The keys, by the prefix of the arguments that name them: <c>key=</c>, <c>count=</c>, or the empty string.</param>
public sealed partial record AskedCollector(ScriptSpec Template, ImmutableDictionary<string, ImmutableArray<string>> Keys)
{
    private static readonly string[] Prefixes = ["key=", "count="];

    /// <summary>Returns the script as this request runs it.</summary>
    /// <param name="configured">The target's own script of that name; null if it has none.</param>
    public ScriptSpec Of(ScriptSpec? configured)
    {
        ScriptSpec script = configured ?? Template;
        IEnumerable<string> asked = Keys.OrderBy(static keys => keys.Key, StringComparer.Ordinal).SelectMany(static keys => keys.Value.Select(key => keys.Key + key));
        return script with { Arguments = [.. asked, .. script.Arguments.Where(argument => !Replaces(argument))], Interval = null };
    }

    private bool Replaces(string argument) =>
        !Option().IsMatch(argument) && Keys.ContainsKey(Prefixes.FirstOrDefault(prefix => argument.StartsWith(prefix, StringComparison.Ordinal)) ?? "");

    [GeneratedRegex("^(max_scan|max_keys|max_streams|values|consumers)=")]
    private static partial Regex Option();
}
