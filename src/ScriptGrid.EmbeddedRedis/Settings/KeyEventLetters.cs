using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>The letters of <c>notify-keyspace-events</c>.</summary>
internal static class KeyEventLetters
{
    internal const string Problem = "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";

    // In the order in which they are shown.
    private static readonly (char Letter, KeyEventKinds Kind)[] Single =
    [
        ('g', KeyEventKinds.Generic),
        ('$', KeyEventKinds.String),
        ('l', KeyEventKinds.List),
        ('s', KeyEventKinds.Set),
        ('h', KeyEventKinds.Hash),
        ('z', KeyEventKinds.SortedSet),
        ('x', KeyEventKinds.Expired),
        ('e', KeyEventKinds.Evicted),
        ('t', KeyEventKinds.Stream),
        ('d', KeyEventKinds.Module),
        ('n', KeyEventKinds.New),
    ];

    private static readonly (char Letter, KeyEventKinds Kind)[] BesidesAll =
        [('K', KeyEventKinds.OnKeyChannel), ('E', KeyEventKinds.OnEventChannel), ('m', KeyEventKinds.Miss)];

    private static readonly Dictionary<char, KeyEventKinds> ByLetter =
        Single.Concat(BesidesAll).Append((Letter: 'A', Kind: KeyEventKinds.All)).ToDictionary(static pair => pair.Letter, static pair => pair.Kind);

    /// <summary>Returns false if a letter is unknown.</summary>
    internal static bool TryParse(string text, out KeyEventKinds kinds)
    {
        kinds = KeyEventKinds.None;
        foreach (char letter in CText.Of(text))
        {
            if (!ByLetter.TryGetValue(letter, out KeyEventKinds kind))
            {
                return false;
            }

            kinds |= kind;
        }

        return true;
    }

    /// <summary>Returns the letters as CONFIG GET shows them: Redis 7.0 omits <c>n</c> when it shows <c>A</c>.</summary>
    internal static string Of(KeyEventKinds kinds)
    {
        bool isAll = kinds.HasFlag(KeyEventKinds.All);
        IEnumerable<(char Letter, KeyEventKinds Kind)> candidates = isAll ? BesidesAll : Single.Concat(BesidesAll);
        string letters = string.Concat(candidates.Where(pair => kinds.HasFlag(pair.Kind)).Select(static pair => pair.Letter));
        return isAll ? "A" + letters : letters;
    }
}
