using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Collection;

/// <summary>A shipped collector for which a request names keys, in place of those that its arguments name.</summary>
/// <param name="Template">How it runs where the target has none of its name.</param>
/// <param name="Keys">The keys by what is written before such arguments: <c>key=</c>, <c>count=</c>, or nothing.</param>
public sealed partial record AskedCollector(ScriptSpec Template, ImmutableDictionary<string, ImmutableArray<string>> Keys)
{
    private static readonly string[] Prefixes = ["key=", "count="];

    /// <summary>It, as this request has it run.</summary>
    /// <param name="configured">The target's own; null where it has none.</param>
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
