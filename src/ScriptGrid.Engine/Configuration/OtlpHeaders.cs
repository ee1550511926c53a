using System.Globalization;
using ScriptGrid.Engine.Files;

namespace ScriptGrid.Engine.Configuration;

/// <summary>Reads a file of HTTP headers, one <c>name: value</c> per line. The values are secrets.</summary>
internal static class OtlpHeaders
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Returns the headers; null, with the problem, if the file cannot be used.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Read(string path, out string problem)
    {
        if (BoundedFile.Read(path, MaxBytes, out problem) is not { } bytes || Utf8Text.Decode(bytes, path, out problem) is not { } text)
        {
            return null;
        }

        var headers = new List<KeyValuePair<string, string>>();
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : line[..colon].Trim();
            string value = line[(colon + 1)..].Trim();
            if (name.Length == 0 || value.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || value.Any(char.IsControl))
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"{path}, line {i + 1}: it is not a header; write name: value");
                return null;
            }

            headers.Add(new(name, value));
        }

        problem = headers.Count == 0 ? $"{path} has no header" : "";
        return headers.Count == 0 ? null : headers;
    }
}
