using System.CommandLine;
using System.Reflection;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Commands;

/// <summary>
/// The <c>completion</c> command: prints a script that lets a shell complete command lines. The script asks this program, and needs nothing else.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>The shells, each with the line that enables completion permanently.</summary>
    private static readonly (string Shell, string Use)[] Shells =
    [
        ("bash", "in ~/.bashrc: source <(scriptgrid completion bash)"),
        ("zsh", "in ~/.zshrc, after compinit: source <(scriptgrid completion zsh)"),
        ("fish", "in config.fish: scriptgrid completion fish | source"),
        ("pwsh", "in $PROFILE: scriptgrid completion pwsh | Out-String | Invoke-Expression"),
    ];

    public static Command Create()
    {
        var completion = new Command("completion", "Prints a script that lets a shell complete command lines.");
        foreach ((string shell, string use) in Shells)
        {
            completion.Add(ShellCommand(shell, use));
        }

        return completion;
    }

    private static Command ShellCommand(string shell, string use)
    {
        var command = new Command(shell, $"Prints it for {shell}; {use}");
        command.SetAction(result =>
        {
            result.InvocationConfiguration.Output.Write(Script(shell));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Script(string shell)
    {
        using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion/{shell}")!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
