using System.Text;
using System.Text.Unicode;

namespace ScriptGrid.Engine.Files;

/// <summary>Decodes files that hold text. Bytes that are not UTF-8 are refused: replaced by U+FFFD, they would become another label or password in silence.</summary>
internal static class Utf8Text
{
    /// <summary>Returns the text; if it is not UTF-8, returns null and the problem, with the line of the first wrong byte.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="path">The file's name in the problem.</param>
    /// <param name="problem">What is wrong; empty if nothing is.</param>
    public static string? Decode(ReadOnlySpan<byte> bytes, string path, out string problem)
    {
        problem = Utf8.IsValid(bytes) ? "" : $"{path} is not UTF-8 in line {LineOfFirstWrongByte(bytes)}; save it as UTF-8";
        return problem.Length == 0 ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static int LineOfFirstWrongByte(ReadOnlySpan<byte> bytes)
    {
        int line = 1;
        foreach (Range range in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[range]))
            {
                break;
            }

            line++;
        }

        return line;
    }
}
