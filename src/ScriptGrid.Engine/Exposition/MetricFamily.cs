using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition;

/// <summary>A metric family: what one HELP and one TYPE line speak of.</summary>
/// <param name="Name">The name of its samples (for a histogram or summary without the suffix); a counter's mostly ends in <c>_total</c>, an info's in <c>_info</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Help">One sentence for people, unescaped; may be empty.</param>
public sealed record MetricFamily(string Name, MetricType Type, string Help)
{
    /// <summary><see cref="Name"/> and an opening brace, as lines of the family begin.</summary>
    internal byte[] LineStart { get; } = Encoding.UTF8.GetBytes(Name + "{");
}
