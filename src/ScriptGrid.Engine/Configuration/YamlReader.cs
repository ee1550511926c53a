using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScriptGrid.Engine.Configuration;

/// <summary>
/// Reads one YAML document into nodes that know their line. Keys without a value have none in the tree, too. Environment variables are expanded after parsing,
/// so they cannot change the structure.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlLimits _limits = new();
    private readonly Dictionary<AnchorName, (ConfigurationNode? Node, int Size)> _anchors = [];
    private readonly string _file;
    private readonly string _directory;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private readonly Problems _problems;

    private YamlReader(string text, string file, string directory, IReadOnlyDictionary<string, string>? environment, Problems problems)
    {
        _file = file;
        _directory = directory;
        _environment = environment;
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
        _problems = problems;
    }

    /// <summary>Reads the top level of a document; returns null, with the problem reported, if it is not valid YAML or not a section.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <param name="directory">The directory to which relative paths in the file refer.</param>
    /// <param name="environment">The variables to which values may refer; null if dollar signs are plain text.</param>
    /// <param name="problems">Collects the problems.</param>
    /// <param name="keys">Typical keys of such a file, for messages.</param>
    /// <param name="mayBeEmpty">Whether a document that is empty, or has only comments, is a section without keys; if false, it is an error.</param>
    public static SectionNode? Read(
        string text,
        string file,
        string directory,
        IReadOnlyDictionary<string, string>? environment,
        Problems problems,
        string keys = "scripts and target_groups",
        bool mayBeEmpty = true)
    {
        var reader = new YamlReader(text, file, directory, environment, problems);
        Place top = reader.At(Mark.Empty);
        ConfigurationNode? root = reader.ReadDocument();
        if (problems.HasErrors && root is null)
        {
            return null;
        }

        if (root is null && !mayBeEmpty)
        {
            problems.Error(top, $"the file has no content; give it keys such as {keys}, or leave it out");
            return null;
        }

        if (root is null or SectionNode)
        {
            return (SectionNode?)root ?? new SectionNode(top, []);
        }

        problems.Error(root.Place, $"the file must be a section with keys such as {keys}, not {root.Kind}");
        return null;
    }

    /// <summary>Reads the content of a document, without expanding variables; null if it is empty, or (with the problem reported) not valid YAML.</summary>
    public static ConfigurationNode? ReadAny(string text, string file, Problems problems) =>
        new YamlReader(text, file, directory: "", environment: null, problems).ReadDocument();

    private ConfigurationNode? ReadDocument()
    {
        try
        {
            return ReadRoot();
        }
        catch (YamlException exception)
        {
            _problems.Error(At(exception.Start), $"this is not valid YAML: {exception.Message.TrimEnd('.')}");
        }
        catch (InvalidOperationException)
        {
            // The scanner throws this if a list in brackets or a section in braces is not closed.
            _problems.Error(At(_scanner.CurrentPosition), "this is not valid YAML: a bracket or a brace is not closed");
        }

        return null;
    }

    private ConfigurationNode? ReadRoot()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        ConfigurationNode? root = ReadNode(depth: 0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<DocumentStart>(out DocumentStart? second)
            ? throw new SemanticErrorException(second.Start, second.End, "a second document begins here; keep one")
            : root;
    }

    private ConfigurationNode? ReadNode(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            return ReadAlias(alias);
        }

        NodeEvent node = _parser.Accept<NodeEvent>(out NodeEvent? next) ? next : throw new YamlException("a value is missing");
        int before = _limits.Nodes;
        Check(node, depth);
        ConfigurationNode? value = node switch
        {
            SequenceStart => ReadList(depth),
            MappingStart => ReadSection(depth),
            _ => ReadText(),
        };
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor] = (value, _limits.Nodes - before);
        }

        return value;
    }

    private ConfigurationNode? ReadAlias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out (ConfigurationNode? Node, int Size) target))
        {
            throw new SemanticErrorException(alias.Start, alias.End, "no anchor for this alias; put text that begins with * in quotes");
        }

        _limits.Repeat(alias, target.Size);
        return target.Node;
    }

    private void Check(NodeEvent node, int depth)
    {
        _limits.Enter(node, depth);
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw new SemanticErrorException(node.Start, node.End, "tags are not supported; put text that begins with ! in quotes");
        }
    }

    private TextNode? ReadText()
    {
        var scalar = _parser.Consume<Scalar>();
        bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
        return isNull ? null : ReadText(At(scalar.Start), scalar);
    }

    private TextNode ReadText(Place place, Scalar scalar)
    {
        string text = _environment is null ? scalar.Value : VariableText.Expand(scalar.Value, _environment, problem => _problems.Error(place, problem));
        _limits.Expand(scalar, text.Length - scalar.Value.Length);
        return new TextNode(place, text) { Written = scalar.Value };
    }

    private ListNode ReadList(int depth)
    {
        Place place = At(_parser.Consume<SequenceStart>().Start);
        ImmutableArray<ConfigurationNode>.Builder items = ImmutableArray.CreateBuilder<ConfigurationNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            Place item = At(_parser.Current!.Start);
            items.Add(ReadNode(depth + 1) ?? new TextNode(item, ""));
        }

        return new ListNode(place, items.ToImmutable());
    }

    private SectionNode ReadSection(int depth)
    {
        Place place = At(_parser.Consume<MappingStart>().Start);
        ImmutableArray<SectionEntry>.Builder entries = ImmutableArray.CreateBuilder<SectionEntry>();
        Dictionary<string, Place> seen = [];
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Scalar key = _parser.TryConsume<Scalar>(out Scalar? scalar)
                ? scalar
                : throw new SemanticErrorException(_parser.Current!.Start, _parser.Current.End, "a key must be plain text");
            Place at = At(key.Start);
            ConfigurationNode? value = ReadNode(depth + 1);
            if (!seen.TryAdd(key.Value, at))
            {
                _problems.Error(at, $"{ShownName.Key(key.Value)} is given twice, first in line {seen[key.Value].Line}; keep one");
            }
            else
            {
                entries.Add(new SectionEntry(key.Value, at, value));
            }
        }

        return new SectionNode(place, entries.ToImmutable());
    }

    private Place At(Mark mark) => new(SettingOrigin.File, _file, Math.Max(1, checked((int)mark.Line)), _directory);
}
