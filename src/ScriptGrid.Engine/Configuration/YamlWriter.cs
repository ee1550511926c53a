using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Writes a configuration as YAML for people to see: flags and variables merged in, aliases resolved, variables by their names, secrets masked, and no comments,
/// which nobody can search for secrets.
/// </summary>
internal sealed partial class YamlWriter
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();

    private YamlWriter()
    {
    }

    /// <summary>The text.</summary>
    public static string Write(SectionNode root)
    {
        var writer = new YamlWriter();
        writer.WriteSection(root, indent: 0, isInList: false);
        return writer._text.ToString();
    }

    private void WriteSection(SectionNode section, int indent, bool isInList)
    {
        bool isFirst = isInList;
        foreach (IGrouping<string, SectionEntry> entries in section.Entries.Where(static entry => entry.Value is not null).GroupBy(static entry => entry.Key))
        {
            _text.Append(' ', isFirst ? 0 : indent).Append(Scalar(entries.Key)).Append(':');
            isFirst = false;
            WriteValue(entries.Key, Merge([.. entries.Select(static entry => entry.Value!)]), indent);
        }

        if (isFirst)
        {
            _text.Append("{}\n");
        }
    }

    /// <summary>As <see cref="Section"/> reads them: of several sections all keys, of several lists all items, of several texts the first.</summary>
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
                _text.Append(' ').Append(Scalar(SecretKeys.Masked(key, text.Written, place: 0))).Append('\n');
                break;
            case SectionNode { Entries.IsEmpty: false } section:
                _text.Append('\n');
                WriteSection(section, indent + 2, isInList: false);
                break;
            case ListNode { Items.IsEmpty: false } list:
                _text.Append('\n');
                WriteList(key, list, indent + 2);
                break;
            default:
                _text.Append(value is ListNode ? " []\n" : " {}\n");
                break;
        }
    }

    private void WriteList(string key, ListNode list, int indent)
    {
        for (int i = 0; i < list.Items.Length; i++)
        {
            _text.Append(' ', indent).Append("- ");
            switch (list.Items[i])
            {
                case TextNode text:
                    _text.Append(Scalar(SecretKeys.Masked(key, text.Written, i))).Append('\n');
                    break;
                case SectionNode section:
                    WriteSection(section, indent + 2, isInList: true);
                    break;
                case ListNode inner:
                    _text.Append('\n');
                    WriteList(key, inner, indent + 2);
                    break;
            }
        }
    }

    private static string Scalar(string text) => Plain().IsMatch(text) && text is not "null" ? text : JsonSerializer.Serialize(text, Quoted);

    /// <summary>Text that YAML takes as it stands, whatever is around it.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9_/.](?:[A-Za-z0-9_/.,+%@-]|:(?!\z))*\z")]
    private static partial Regex Plain();
}
