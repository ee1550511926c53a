using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Settings;

namespace ScriptGrid.EmbeddedRedis.Commands.Administration;

/// <summary>Writes the lines of INFO.</summary>
internal sealed class InfoWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Begins a section.</summary>
    internal void Section(string title)
    {
        _text.Append(_text.Length > 0 ? "\r\n" : "").Append("# ").Append(title).Append("\r\n");
    }

    internal void Line(string name, string value) => _text.Append(name).Append(':').Append(value).Append("\r\n");

    internal void Line(string name, long value) => Line(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a formatted value, in the invariant culture.</summary>
    internal void Formatted(string name, FormattableString value) => Line(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a size in bytes, and once more for people.</summary>
    internal void Size(string name, long bytes)
    {
        Line(name, bytes);
        Line(name + "_human", ByteSize.Human(bytes));
    }

    /// <summary>Writes figures that are always zero here.</summary>
    internal void Zeros(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            Line(name, 0);
        }
    }

    public override string ToString() => _text.ToString();
}
