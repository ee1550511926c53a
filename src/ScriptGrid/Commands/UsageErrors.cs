using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Commands;

/// <summary>Says what is wrong with a command line. What may be a password is not repeated.</summary>
internal static partial class UsageErrors
{
    /// <summary>One line for each error and one that points to the help of the program; nothing when there is none.</summary>
    public static IReadOnlyList<string> Of(ParseResult result, string program)
    {
        // Help and version are shown, whatever else is on the line.
        if (result.Action is { ClearsParseErrors: true })
        {
            return [];
        }

        // What the library says of unmatched tokens repeats them.
        List<string> errors =
        [
            .. Unmatched(result),
            .. result.Errors
                .Select(static error => Blanks().Replace(error.Message, " "))
                .Where(message => !result.UnmatchedTokens.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal))),
        ];
        return errors.Count == 0 ? [] : [.. errors, $"See {Path(result.CommandResult, program)} --help."];
    }

    private static IEnumerable<string> Unmatched(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        bool afterUnknownFlag = false;
        foreach (string token in result.UnmatchedTokens)
        {
            if (token.StartsWith('-'))
            {
                string name = token.Split('=', ':')[0];
                yield return $"unknown flag {name}{NearestName.Hint(name, command.Options.Select(static option => option.Name))}";
            }
            else if (command.Subcommands.Count > 0)
            {
                string hint = NearestName.Hint(token, command.Subcommands.Select(static subcommand => subcommand.Name));
                yield return $"unknown command {RedisUri.Redact(token)}{hint}";
            }
            else if (!afterUnknownFlag)
            {
                yield return $"unexpected argument {RedisUri.Redact(token)}; values follow a flag, as in --target redis://host";
            }

            afterUnknownFlag = token.StartsWith('-') && !token.Contains('=');
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private static string Path(CommandResult command, string program) =>
        command.Parent is CommandResult parent ? $"{Path(parent, program)} {command.Command.Name}" : program;
}
