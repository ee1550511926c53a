using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Exposition;

/// <summary>A metric family: what one HELP line and one TYPE line describe.</summary>
/// <param name="Name">
/// The name of its samples (for a histogram or summary without the suffix). A counter's usually ends in <c>_total</c>, an info's in <c>_info</c>.
/// </param>
/// <param name="Type">Its type.</param>
/// <param name="Help">One sentence of help text, unescaped; may be empty.</param>
public sealed record MetricFamily(string Name, MetricType Type, string Help)
{
    /// <summary><see cref="Name"/> and an opening brace: the beginning of the family's lines.</summary>
    internal byte[] LineStart { get; } = Encoding.UTF8.GetBytes(Name + "{");
}
