using System.CommandLine;
using System.CommandLine.Completions;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>help</c> command: prints the same as <c>--help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var name = new Argument<string?>("command")
        {
            Description = "The command to explain; without it, the program.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => root.Subcommands.Select(static command => new CompletionItem(command.Name)));
        var help = new Command("help", "Explains a command and its flags.") { name };
        help.SetAction((result, cancellationToken) => ShowAsync(root, result, result.GetValue(name), cancellationToken));
        return help;
    }

    private static Task<int> ShowAsync(RootCommand root, ParseResult result, string? name, CancellationToken cancellationToken)
    {
        string[] known = [.. root.Subcommands.Select(static command => command.Name)];
        return name is null || known.Contains(name)
            ? root.Parse(name is null ? ["--help"] : [name, "--help"]).InvokeAsync(result.InvocationConfiguration, cancellationToken)
            : Task.FromResult(BadUsage.Report([UsageErrors.UnknownCommand(name, known)], result.InvocationConfiguration.Error));
    }
}
