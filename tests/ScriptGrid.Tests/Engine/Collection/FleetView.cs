using System.Diagnostics.CodeAnalysis;
using ScriptGrid.Engine.Exposition;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Engine.Collection;

/// <summary>A page about targets, checked line by line, with its series by target and script.</summary>
internal sealed class FleetView(string text)
{
    private readonly ExpositionPage _page = ExpositionPage.Parse(text, ExpositionFormat.Text);

    /// <summary>The page as it was written.</summary>
    public string Text => text;

    /// <summary>Every series on the page.</summary>
    public IEnumerable<string> Series => _page.Samples.Keys;

    /// <summary>The value of a series, written as the page writes it; null where it is not there.</summary>
    [SuppressMessage("Design", "CA1043", Justification = "A series is named by its text.")]
    public double? this[string series] => _page.Samples.TryGetValue(series, out double value) ? value : null;

    public double? Up(string target) => this[$$"""redis_up{target="{{target}}"}"""];

    public double? Result(string target, string script) => this[$$"""redis_script_result{target="{{target}}",filename="{{script}}"}"""];

    public double? Value(string target, string script, string key = "value") =>
        this[$$"""redis_script_values{target="{{target}}",filename="{{script}}",key="{{key}}"}"""];

    public double Errors(string target, string script, string reason) =>
        this[$$"""redis_script_errors_total{target="{{target}}",filename="{{script}}",reason="{{reason}}"}"""] ?? 0;

    /// <summary>Errors of whatever target, script and reason.</summary>
    public double AllErrors => _page.Samples
        .Where(static sample => sample.Key.StartsWith("redis_script_errors_total{", StringComparison.Ordinal))
        .Sum(static sample => sample.Value);

    public double? LastSuccess(string target, string script) =>
        this[$$"""redis_script_last_success_timestamp_seconds{target="{{target}}",filename="{{script}}"}"""];
}
