using System.Text;

namespace ScriptGrid.Hosting;

/// <summary>A password from whoever runs a command: typed twice and never shown, or one line of standard input.</summary>
internal static class PasswordInput
{
    /// <summary>The first line, without its end.</summary>
    public static string Read(Stream input)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return reader.ReadLine() ?? "";
    }

    /// <summary>Asks on the terminal, twice; null where what was typed differs.</summary>
    public static string? Ask(TextWriter prompt)
    {
        _ = Console.KeyAvailable; // Turns the terminal's echo off before anybody is asked to type.
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
