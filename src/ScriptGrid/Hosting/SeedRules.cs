using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Hosting;

/// <summary>Which commands a seed file cannot have, and what a reply says about the success of its command.</summary>
internal static class SeedRules
{
    private static readonly string[] Switching =
        ["SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR", "SYNC", "PSYNC", "QUIT"];

    private static readonly string[] Waiting = ["WAIT", "WAITAOF"];

    private static readonly string[] Blocking =
        ["BLPOP", "BRPOP", "BLMOVE", "BRPOPLPUSH", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP"];

    private static readonly string[] Reading = ["XREAD", "XREADGROUP"];

    /// <summary>Returns why a command cannot be in a seed file, whatever the data; null if it can.</summary>
    public static string? Refusal(IReadOnlyList<byte[]> words)
    {
        string name = Name(words);
        if (name == "CLIENT" && words.Count > 1 && Upper(words[1]) == "REPLY")
        {
            return "CLIENT REPLY cannot be in a seed file: each command needs its reply, to see whether it failed";
        }

        return Switching.Contains(name) ? $"{name} cannot be in a seed file: it changes what the connection is for, and adds no data"
            : Waiting.Contains(name) ? $"{name} cannot be in a seed file: it waits, and adds no data"
            : null;
    }

    /// <summary>Returns why a command did not succeed, by its reply; null if it did.</summary>
    public static string? Problem(IReadOnlyList<byte[]> words, ReadOnlySpan<byte> reply)
    {
        string name = Name(words);
        if (FirstError(reply) is { } error)
        {
            return error.Text;
        }

        bool isNull = IsNull(reply);
        return !isNull ? null
            : name == "EXEC" ? "EXEC ran nothing, because a key that WATCH names was changed"
            : Blocks(name, words) ? $"{name} would wait, because there is nothing for it: put the data before it, or use the command that does not wait"
            : null;
    }

    /// <summary>
    /// Returns the first error in a reply, however deep in arrays, and the index of the element of the outermost array that it is in; null if there is
    /// none.
    /// </summary>
    public static (int Index, string Text)? FirstError(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        int elements = reader.Type == RespType.Map ? reader.Count * 2 : reader.Count;
        if (reader.Type == RespType.Error)
        {
            return (0, Encoding.UTF8.GetString(reader.Text));
        }

        for (int i = 0; i < elements; i++)
        {
            int left = 1;
            while (left-- > 0)
            {
                reader.Read();
                left += reader.Type == RespType.Map ? reader.Count * 2 : reader.Count;
                if (reader.Type == RespType.Error)
                {
                    return (i, Encoding.UTF8.GetString(reader.Text));
                }
            }
        }

        return null;
    }

    /// <summary>The name of a command, in capitals.</summary>
    public static string Name(IReadOnlyList<byte[]> words) => Upper(words[0]);

    private static bool IsNull(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        return reader.Type == RespType.Null;
    }

    private static bool Blocks(string name, IReadOnlyList<byte[]> words) =>
        Blocking.Contains(name)
        || (Reading.Contains(name) && words.Skip(1).Select(Upper).TakeWhile(static word => word != "STREAMS").Contains("BLOCK"));

    private static string Upper(byte[] word) => Encoding.Latin1.GetString(word).ToUpperInvariant();
}
