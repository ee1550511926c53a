using System.IO.Pipelines;
using System.Text;

namespace ScriptGrid.Testing;

/// <summary>Reads what is written to a pipe, like the client of a response.</summary>
internal static class PipeText
{
    /// <summary>Returns all of the text when <paramref name="writing"/> is complete.</summary>
    public static async Task<string> ReadAsync(Pipe pipe, Task writing)
    {
        using var text = new MemoryStream();
        Task copying = pipe.Reader.CopyToAsync(text);
        await writing;
        await pipe.Writer.CompleteAsync();
        await copying;
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
