using System.Text;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Short ways to read words and to write replies.</summary>
internal static class CallReplies
{
    /// <summary>A word as text.</summary>
    internal static string Text(this in CommandCall call, int index) => Encoding.UTF8.GetString(call.Words[index]);

    /// <summary>Whether a word is a keyword, of any case.</summary>
    internal static bool Is(this in CommandCall call, int index, string keyword) => Encoding.Latin1.GetString(call.Words[index]).Equals(keyword, StringComparison.OrdinalIgnoreCase);

    internal static void Ok(this in CommandCall call) => call.Reply.Status("OK");

    internal static void SyntaxError(this in CommandCall call) => call.Reply.Error("ERR syntax error");

    /// <summary>Reads a word as an integer, or replies the error of <paramref name="problem"/>.</summary>
    internal static bool TryInteger(this in CommandCall call, int index, out long value, string problem = "ERR value is not an integer or out of range")
    {
        byte[] word = call.Words[index];
        bool isInteger = System.Buffers.Text.Utf8Parser.TryParse(word, out value, out int used) && used == word.Length && word[0] != (byte)'+';
        if (!isInteger)
        {
            call.Reply.Error(problem);
        }

        return isInteger;
    }

    /// <summary>Text as a string reply.</summary>
    internal static void Text(this IReply reply, string text) => reply.Bulk(Encoding.UTF8.GetBytes(text));
}
