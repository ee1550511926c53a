using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ScriptGrid.EmbeddedRedis.Scripting;

/// <summary>The libraries and their functions, by case-insensitive name. A change takes effect as a whole or not at all.</summary>
internal sealed class FunctionRegistry
{
    private const int LongestName = 256;

    /// <summary>The bytes that Redis itself counts for an empty set of libraries, for a library, and for a function.</summary>
    private const int BaseBytes = 200;
    private const int LibraryBytes = 200;
    private const int FunctionBytes = 150;

    private Dictionary<string, FunctionLibrary> _libraries = new(StringComparer.Ordinal);
    private Dictionary<string, Function> _functions = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyCollection<FunctionLibrary> Libraries => _libraries.Values;

    internal int FunctionCount => _functions.Count;

    internal long MemoryBytes =>
        BaseBytes + _libraries.Values.Sum(library => LibraryBytes + library.Code.Length + (FunctionBytes * (long)library.Functions.Count));

    internal bool TryFind(ReadOnlySpan<byte> name, [NotNullWhen(true)] out Function? function)
    {
        function = null;
        if (name.Length > LongestName)
        {
            return _functions.TryGetValue(Encoding.Latin1.GetString(name), out function);
        }

        Span<char> characters = stackalloc char[name.Length];
        Encoding.Latin1.GetChars(name, characters);
        return _functions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(characters, out function);
    }

    internal bool Contains(string library) => _libraries.ContainsKey(library);

    internal bool Remove(string library)
    {
        if (!_libraries.Remove(library, out var removed))
        {
            return false;
        }

        foreach (var function in removed.Functions)
        {
            _functions.Remove(function.Name);
        }

        return true;
    }

    internal void Clear()
    {
        _libraries.Clear();
        _functions.Clear();
    }

    /// <summary>Replaces all libraries.</summary>
    /// <returns>The error with its code, or null.</returns>
    internal string? ReplaceAll(IReadOnlyCollection<FunctionLibrary> libraries) => Change([], libraries);

    /// <summary>Adds libraries. If <paramref name="replace"/>, they replace libraries with the same names.</summary>
    /// <returns>The error with its code, or null.</returns>
    internal string? Add(IReadOnlyCollection<FunctionLibrary> added, bool replace)
    {
        var taken = replace ? null : added.FirstOrDefault(library => _libraries.ContainsKey(library.Name));
        return taken is null ? Change(_libraries.Values, added) : $"ERR Library {taken.Name} already exists";
    }

    private string? Change(IEnumerable<FunctionLibrary> kept, IEnumerable<FunctionLibrary> added)
    {
        var libraries = new Dictionary<string, FunctionLibrary>(StringComparer.Ordinal);
        foreach (var library in kept.Concat(added))
        {
            libraries[library.Name] = library;
        }

        var functions = new Dictionary<string, Function>(StringComparer.OrdinalIgnoreCase);
        foreach (var library in libraries.Values)
        {
            // Names in one library may differ only in case: the first one is found.
            if (library.Functions.FirstOrDefault(function => functions.ContainsKey(function.Name)) is { } taken)
            {
                return $"ERR Function {taken.Name} already exists";
            }

            foreach (var function in library.Functions)
            {
                functions.TryAdd(function.Name, function);
            }
        }

        (_libraries, _functions) = (libraries, functions);
        return null;
    }
}
