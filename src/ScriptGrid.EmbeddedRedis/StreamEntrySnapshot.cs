namespace ScriptGrid.EmbeddedRedis;

/// <summary>An entry of a stream, as it was.</summary>
public sealed class StreamEntrySnapshot
{
    internal StreamEntrySnapshot(string id, IReadOnlyList<KeyValuePair<string, string>> fields) => (Id, Fields) = (id, fields);

    /// <summary>Its id, such as <c>1526919030474-0</c>.</summary>
    public string Id { get; }

    /// <summary>Its fields and their values, in the order of XADD; a field may be there twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The value of a field, of the first one where there are several.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public string this[string field]
    {
        get
        {
            foreach ((string name, string value) in Fields)
            {
                if (name == field)
                {
                    return value;
                }
            }

            throw new KeyNotFoundException($"There is no field '{field}' in {this}.");
        }
    }

    /// <summary>On one line: <c>1-0 {"name": "mail"}</c>.</summary>
    public override string ToString() => $"{Id} {{{string.Join(", ", Fields.Select(static pair => $"\"{pair.Key}\": \"{pair.Value}\""))}}}";
}
