namespace ScriptGrid.EmbeddedRedis;

/// <summary>An entry of a stream, as it was when the snapshot was taken.</summary>
public sealed class StreamEntrySnapshot
{
    private readonly string _quoted;

    internal StreamEntrySnapshot(string id, IReadOnlyList<KeyValuePair<string, string>> fields, string quoted) => (Id, Fields, _quoted) = (id, fields, quoted);

    /// <summary>Its id, such as <c>1526919030474-0</c>.</summary>
    public string Id { get; }

    /// <summary>Its fields and their values, in the order of XADD. A field may occur twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The value of a field. If the field occurs several times, this is the first value.</summary>
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

            throw new KeyNotFoundException($"The stream entry {this} has no field '{field}'.");
        }
    }

    /// <summary>Returns the entry on one line: <c>1-0 {"name": "mail"}</c>.</summary>
    public override string ToString() => $"{Id} {{{_quoted}}}";
}
