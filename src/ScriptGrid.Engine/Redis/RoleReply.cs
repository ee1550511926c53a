using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>Reads the role from the reply of ROLE, an array that begins with it, or of INFO replication, a text with a line for it.</summary>
internal static class RoleReply
{
    private const int LongestWord = 40;

    /// <summary>Returns the role, or why the reply does not tell it.</summary>
    public static RoleReading Read(ReadOnlySpan<byte> reply)
    {
        var reader = new RespReader(reply);
        reader.Read();
        ReadOnlySpan<byte> word = reader.Type == RespType.Array ? FirstOf(ref reader) : ValueOf("role:"u8, reader.Text);
        return word switch
        {
            _ when word.SequenceEqual("master"u8) => new RoleReading(ServerRole.Master, null),
            _ when word.SequenceEqual("slave"u8) || word.SequenceEqual("replica"u8) => new RoleReading(ServerRole.Replica, null),
            [] => new RoleReading(null, new Failure(FailureReason.Unsupported, "the answer names no role")),
            _ => new RoleReading(null, new Failure(FailureReason.Unsupported, $"it is \"{Shorten(word)}\", neither master nor replica")),
        };
    }

    private static ReadOnlySpan<byte> FirstOf(ref RespReader array)
    {
        if (array.Count == 0)
        {
            return [];
        }

        array.Read();
        return array.Text;
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split("\r\n"u8))
        {
            if (text[range].StartsWith(name))
            {
                return text[range][name.Length..];
            }
        }

        return [];
    }

    private static string Shorten(ReadOnlySpan<byte> word) =>
        Encoding.UTF8.GetString(word.Length > LongestWord ? word[..LongestWord] : word).ReplaceLineEndings(" ");
}
