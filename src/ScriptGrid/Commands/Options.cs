using System.CommandLine;
using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Commands;

/// <summary>Options of commands that are no settings. What is wrong with a value is worded as for settings: the option, the value, what was expected.</summary>
internal static class Options
{
    /// <summary>An option with a value of some kind.</summary>
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

    /// <summary>Lets shells complete the words that a value may be, where its name lists them as <c>text|json</c>.</summary>
    public static void CompleteWords(Option option, string? valueName)
    {
        option.CompletionSources.Clear();
        if (valueName?.Split('|') is { Length: > 1 } words)
        {
            option.CompletionSources.Add(words);
        }
    }

    /// <summary>The same with a default.</summary>
    public static Option<T> Of<T>(string name, string description, string valueName, ValueKind<T> kind, T byDefault)
    {
        Option<T> option = Of(name, description, valueName, kind);
        option.DefaultValueFactory = _ => byDefault;
        return option;
    }
}
