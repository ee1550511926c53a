using System.CommandLine;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>
/// Creates options of commands that are not settings. Errors in their values are worded as for settings: the option, the value, and what was expected.
/// </summary>
internal static class Options
{
    /// <summary>Creates an option whose value is of some kind.</summary>
    public static Option<T> Of<T>(string name, string description, string valueName, ValueKind<T> kind)
    {
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = valueName,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = argument =>
            {
                string text = argument.Tokens[0].Value;
                if (!kind.Parse(text, out T value))
                {
                    argument.AddError($"{name}: {kind.Problem(text)}");
                }

                return value;
            },
        };
        CompleteWords(option, valueName);
        return option;
    }

    /// <summary>Lets shells complete the words that a value may be, if the value's name lists them as in <c>text|json</c>.</summary>
    public static void CompleteWords(Option option, string? valueName)
    {
        option.CompletionSources.Clear();
        if (valueName?.Split('|') is { Length: > 1 } words)
        {
            option.CompletionSources.Add(words);
        }
    }

    /// <summary>Creates an option whose value is of some kind, with a default.</summary>
    public static Option<T> Of<T>(string name, string description, string valueName, ValueKind<T> kind, T byDefault)
    {
        Option<T> option = Of(name, description, valueName, kind);
        option.DefaultValueFactory = _ => byDefault;
        return option;
    }
}
