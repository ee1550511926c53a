using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Commands;

/// <summary>Words the errors of a command line. They do not repeat text that may be a password.</summary>
internal static partial class UsageErrors
{
    /// <summary>
    /// Returns one line for each error; nothing if there is none. If the last line does not suggest a name, it refers to the help of the program.
    /// </summary>
    public static IReadOnlyList<string> Of(ParseResult result, string program)
    {
        // Help and version are shown no matter what else is on the command line.
        if (result.Action is { ClearsParseErrors: true })
        {
            return [];
        }

        string[] unmatched = [.. Unmatched(result)];
        string[] errors = [.. unmatched, .. Repeated(result.CommandResult), .. Worded(result, hasUnmatched: unmatched.Length > 0)];
        return errors is [.., var last] && !last.EndsWith('?')
            ? [.. errors[..^1], $"{last}; see {Path(result.CommandResult, program)} --help"]
            : errors;
    }

    /// <summary>Returns the error for a command that does not exist.</summary>
    public static string UnknownCommand(string name, IEnumerable<string> known) => $"unknown command {RedisUri.Redact(name)}{NearestName.Hint(name, known)}";

    /// <summary>Returns the error for a flag that does not exist.</summary>
    public static string UnknownFlag(string token, Command command)
    {
        string name = token.Split('=', ':')[0];
        return $"unknown flag {name}{NearestName.Hint(name, command.Options.Select(static option => option.Name))}";
    }

    private static IEnumerable<string> Unmatched(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        bool afterUnknownFlag = false;
        foreach (string token in result.UnmatchedTokens)
        {
            if (token.StartsWith('-'))
            {
                yield return UnknownFlag(token, command);
            }
            else if (command.Subcommands.Count > 0)
            {
                yield return UnknownCommand(token, command.Subcommands.Select(static subcommand => subcommand.Name));
                yield break;
            }
            else if (!afterUnknownFlag)
            {
                yield return $"unexpected argument {RedisUri.Redact(token)}; values follow a flag, as in --target redis://host";
            }

            afterUnknownFlag = token.StartsWith('-') && !token.Contains('=');
        }
    }

    private static IEnumerable<string> Repeated(CommandResult command) => command.Children
        .OfType<OptionResult>()
        .Where(static option => IsRepeated(option))
        .Select(static option => $"{option.Option.Name}: given {option.IdentifierTokenCount} times; keep one");

    private static bool IsRepeated(OptionResult option) =>
        option is { Implicit: false, IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: <= 1 };

    /// <summary>Returns the library's errors in this program's words, except those that are reported already.</summary>
    private static IEnumerable<string> Worded(ParseResult result, bool hasUnmatched)
    {
        foreach (ParseError error in result.Errors)
        {
            string text = Blanks().Replace(error.Message, " ").TrimEnd('.');
            switch (error.SymbolResult)
            {
                case OptionResult option when IsRepeated(option):
                case var _ when result.UnmatchedTokens.Any(token => text.Contains($"'{token}'", StringComparison.Ordinal)):
                case CommandResult { Command.Subcommands.Count: > 0 } when hasUnmatched:
                    break;
                case OptionResult { Implicit: false, Tokens.Count: 0 } option when !text.StartsWith(option.Option.Name, StringComparison.Ordinal):
                    yield return $"{option.Option.Name}: the value is missing";
                    break;
                case CommandResult { Command.Subcommands.Count: > 0 }:
                    yield return "no command is given";
                    break;
                default:
                    yield return text;
                    break;
            }
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private static string Path(CommandResult command, string program) =>
        command.Parent is CommandResult parent ? $"{Path(parent, program)} {command.Command.Name}" : program;
}
