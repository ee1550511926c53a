using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Writes a configuration as YAML for display. Flags and variables are merged in, aliases are resolved, variables appear by name, and secrets are
/// masked. Comments are left out, because they cannot be searched for secrets.
/// </summary>
internal sealed partial class YamlWriter
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BinaryWriter _pieces;

    private YamlWriter(BinaryWriter pieces) => _pieces = pieces;

    /// <summary>
    /// Writes the pieces of the text: the scalars, and the layout between them. Scalars are not quoted yet, because quoting could hide secrets that
    /// have to be masked later.
    /// </summary>
    public static void Write(SectionNode root, Stream pieces)
    {
        using var writer = new BinaryWriter(pieces, Encoding.UTF8, leaveOpen: true);
        new YamlWriter(writer).WriteSection(root, indent: 0, isInList: false);
    }

    /// <summary>Returns the text that such pieces form.</summary>
    /// <param name="pieces">The pieces.</param>
    /// <param name="secrets">Masks secrets in each scalar before it is quoted.</param>
    public static string Read(Stream pieces, SecretMask secrets)
    {
        var text = new StringBuilder();
        using var reader = new BinaryReader(pieces, Encoding.UTF8, leaveOpen: true);
        while (pieces.ReadByte() is >= 0 and var isScalar)
        {
            string piece = reader.ReadString();
            text.Append(isScalar > 0 ? Quote(secrets.Apply(piece)) : piece);
        }

        return text.ToString();
    }

    private void WriteSection(SectionNode section, int indent, bool isInList)
    {
        bool isFirst = isInList;
        foreach (IGrouping<string, SectionEntry> entries in section.Entries.Where(static entry => entry.Value is not null).GroupBy(static entry => entry.Key))
        {
            Indent(isFirst ? 0 : indent);
            Scalar(entries.Key);
            Layout(":");
            isFirst = false;
            WriteValue(entries.Key, Merge([.. entries.Select(static entry => entry.Value!)]), indent);
        }

        if (isFirst)
        {
            Layout("{}\n");
        }
    }

    /// <summary>
    /// Merges the values of a key as <see cref="Section"/> does: all keys of several sections, all items of several lists, the first of several
    /// texts.
    /// </summary>
    private static ConfigurationNode Merge(ImmutableArray<ConfigurationNode> values) => values[0] switch
    {
        SectionNode first => first with { Entries = [.. values.OfType<SectionNode>().SelectMany(static section => section.Entries)] },
        ListNode first => first with { Items = [.. values.OfType<ListNode>().SelectMany(static list => list.Items)] },
        ConfigurationNode text => text,
    };

    private void WriteValue(string key, ConfigurationNode value, int indent)
    {
        switch (value)
        {
            case TextNode text:
                Layout(" ");
                Scalar(SecretKeys.Masked(key, text.Written, place: 0));
                Layout("\n");
                break;
            case SectionNode { Entries.IsEmpty: false } section:
                Layout("\n");
                WriteSection(section, indent + 2, isInList: false);
                break;
            case ListNode { Items.IsEmpty: false } list:
                Layout("\n");
                WriteList(key, list, indent + 2);
                break;
            default:
                Layout(value is ListNode ? " []\n" : " {}\n");
                break;
        }
    }

    private void WriteList(string key, ListNode list, int indent)
    {
        for (int i = 0; i < list.Items.Length; i++)
        {
            Indent(indent);
            Layout("- ");
            switch (list.Items[i])
            {
                case TextNode text:
                    Scalar(SecretKeys.Masked(key, text.Written, i));
                    Layout("\n");
                    break;
                case SectionNode section:
                    WriteSection(section, indent + 2, isInList: true);
                    break;
                case ListNode inner:
                    Layout("\n");
                    WriteList(key, inner, indent + 2);
                    break;
            }
        }
    }

    private void Indent(int width) => Layout(new string(' ', width));

    private void Layout(string text) => Piece(text, isScalar: false);

    private void Scalar(string text) => Piece(text, isScalar: true);

    private void Piece(string text, bool isScalar)
    {
        _pieces.Write(isScalar);
        _pieces.Write(text);
    }

    private static string Quote(string text) => Plain().IsMatch(text) && text is not "null" ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>Text that needs no quotation marks in YAML, in any context.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_/.](?:[A-Za-z0-9_/.,+%@-]|:(?!\z))*\z")]
    private static partial Regex Plain();
}
