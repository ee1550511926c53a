using System.Text;

namespace ScriptGrid.EmbeddedRedis.Access;

/// <summary>Permissions as the text that sets them.</summary>
internal static class AclText
{
    internal static string Describe(AclSelector selector) =>
        string.Join(' ', new[] { Keys(selector), Channels(selector, isFull: true), selector.CommandRules }.Where(static part => part.Length > 0));

    internal static string Keys(AclSelector selector) =>
        selector.AllowsAllKeys ? "~*" : string.Join(' ', selector.Keys.Select(static key => Prefix(key) + Encoding.Latin1.GetString(key.Pattern)));

    /// <summary>
    /// Returns the channels. If <paramref name="isFull"/>, they follow <c>resetchannels</c>, which removes the channels that new users have by default.
    /// </summary>
    internal static string Channels(AclSelector selector, bool isFull)
    {
        if (selector.AllowsAllChannels)
        {
            return "&*";
        }

        IEnumerable<string> channels = selector.Channels.Select(static channel => "&" + Encoding.Latin1.GetString(channel));
        return string.Join(' ', isFull ? channels.Prepend("resetchannels") : channels);
    }

    private static string Prefix(AclKeyPattern key) => key switch
    {
        { Reads: true, Writes: true } => "~",
        { Reads: true } => "%R~",
        _ => "%W~",
    };
}
