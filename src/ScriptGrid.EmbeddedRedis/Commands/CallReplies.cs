using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Commands;

/// <summary>Short ways to read words as text and to reply text.</summary>
internal static class CallReplies
{
    /// <summary>Returns a word as text, as C sees it: up to the first zero.</summary>
    internal static string Text(this in CommandCall call, int index) => WordText.Of(call.Words[index]);

    /// <summary>Returns a word as text, if Redis uses all its bytes.</summary>
    internal static string WholeText(this in CommandCall call, int index) => Encoding.Latin1.GetString(call.Words[index]);

    internal static void Ok(this in CommandCall call) => call.Reply.Status("OK");

    /// <summary>Replies with text as a string.</summary>
    internal static void Text(this IReply reply, string text) => reply.Bulk(Encoding.Latin1.GetBytes(text));

    /// <summary>Replies with texts as an array of strings.</summary>
    internal static void Texts(this IReply reply, IReadOnlyList<string> texts)
    {
        reply.Array(texts.Count);
        foreach (string text in texts)
        {
            reply.Text(text);
        }
    }
}
