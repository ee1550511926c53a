using System.Text;

namespace ScriptGrid.Hosting;

/// <summary>Reads a password from the user: typed twice without being shown, or one line of standard input.</summary>
internal static class PasswordInput
{
    /// <summary>Returns the first line, without its line break.</summary>
    public static string Read(Stream input)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return reader.ReadLine() ?? "";
    }

    /// <summary>Asks for the password twice on the terminal. Returns null if the two differ.</summary>
    public static string? Ask(TextWriter prompt)
    {
        _ = Console.KeyAvailable; // Turns the terminal's echo off before the user is asked to type.
        string first = Ask(prompt, "Password: ");
        return Ask(prompt, "Once more: ") == first ? first : null;
    }

    private static string Ask(TextWriter prompt, string question)
    {
        prompt.Write(question);
        prompt.Flush();
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }

        prompt.WriteLine();
        return typed.ToString();
    }
}
