using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScriptGrid.Engine.Http.Api;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>What the XML documentation says of the API's types.</summary>
internal static partial class XmlDocumentation
{
    private static readonly Dictionary<string, XElement> Members = new[] { typeof(ApiAnswer).Assembly, typeof(XmlDocumentation).Assembly }
        .SelectMany(static assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .Where(static member => member.Attribute("name")!.Value.Contains(":ScriptGrid.", StringComparison.Ordinal))
        .ToDictionary(static member => member.Attribute("name")!.Value);

    /// <summary>The summary of a type.</summary>
    public static string Of(Type type) => Text(Members[$"T:{NameOf(type)}"].Element("summary")!);

    /// <summary>What is said of a property: a record documents what it takes in its own documentation, other properties in theirs.</summary>
    public static string Of(PropertyInfo property)
    {
        string type = NameOf(property.DeclaringType!);
        XElement? found = Members.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary")
            ?? Members.GetValueOrDefault($"T:{type}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == property.Name);
        return Text(found ?? throw new InvalidOperationException($"{type}.{property.Name} has no documentation."));
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement element)
    {
        string[] words = [.. element.DescendantNodes().Select(static node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
            _ => "",
        })];
        return Blanks().Replace(string.Concat(words), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
