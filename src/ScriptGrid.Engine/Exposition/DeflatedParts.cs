using ScriptGrid.Engine.Compression;
using ScriptGrid.Engine.Results;

namespace ScriptGrid.Engine.Exposition;

/// <summary>Compressed parts of other processes, kept until their families are written. They take a tenth of the memory of their lines.</summary>
internal sealed class DeflatedParts : IDisposable
{
    private readonly List<FleetPart> _parts = [];
    private readonly Dictionary<int, List<DeflatedText>> _lines = [];

    /// <summary>Keeps a part, to dispose it together with all others.</summary>
    /// <returns>The lines of the values, which can be written at once.</returns>
    public DeflatedText Add(FleetPart part)
    {
        _parts.Add(part);
        DeflatedText values = default;
        int start = 0;
        foreach (Section section in part.Sections)
        {
            DeflatedText text = DeflatedText.Read(part.Lines[start..section.End]);
            start = section.End;
            if (section.Family == TargetFamilies.Values)
            {
                values = text;
            }
            else if (_lines.TryGetValue(section.Family, out List<DeflatedText>? lines))
            {
                lines.Add(text);
            }
            else
            {
                _lines[section.Family] = [text];
            }
        }

        return values;
    }

    /// <summary>Returns the lines of one family.</summary>
    public IReadOnlyList<DeflatedText> Of(int family) => _lines.GetValueOrDefault(family) ?? [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FleetPart part in _parts)
        {
            part.Dispose();
        }
    }
}
