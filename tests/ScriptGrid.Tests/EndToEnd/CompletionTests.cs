using System.Diagnostics;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The scripts of <c>scriptgrid completion</c>, in the shells themselves.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scriptgrid-completion-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Bash_LinesUnderWay_AreCompletedByWordsThatFit()
    {
        // Readline's part is played by the variables that it sets.
        string[] replies = await CompleteAsync("bash", ["--norc", "--noprofile"], """
            source <(scriptgrid completion bash)
            complete_line() {
                COMP_LINE="$1"
                COMP_POINT=${#COMP_LINE}
                read -ra COMP_WORDS <<< "$COMP_LINE"
                case "$COMP_LINE" in *' ') COMP_WORDS+=('') ;; esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _scriptgrid
                echo "${COMPREPLY[*]}"
            }
            """);

        AssertCompleted(replies);
        Assert.Contains("-o default -F _scriptgrid scriptgrid", await RunAsync("bash", ["--norc", "--noprofile", "-c", "source <(scriptgrid completion bash); complete -p scriptgrid"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Zsh_LinesUnderWay_AreCompletedByWordsThatFit() => AssertCompleted(await CompleteAsync("zsh", ["-f"], """
        compdef() { :; }
        compadd() { echo "${(P)2}"; }
        _files() { echo; }
        source <(scriptgrid completion zsh)
        complete_line() {
            words=("${(@s: :)1}")
            CURRENT=${#words}
            PREFIX="${words[CURRENT]}"
            _scriptgrid
        }
        """));

    [Fact]
    public async Task Fish_LinesUnderWay_AreCompletedByWordsThatFit() => AssertCompleted(await CompleteAsync("fish", ["--no-config"], """
        scriptgrid completion fish | source
        function complete_line
            complete -C "$argv[1]" | string join ' '
            return 0
        end
        """));

    /// <summary>Lines under way, and what completes them.</summary>
    private static void AssertCompleted(string[] replies)
    {
        Assert.Equal("serve", replies[0]);
        Assert.Equal("required", replies[1]);
        Assert.Equal("--log.format --log.level", Sorted(replies[2]));
        Assert.Equal("", replies[3]);
    }

    private static string Sorted(string words) => string.Join(' ', words.Split(' ').Order(StringComparer.Ordinal));

    private async Task<string[]> CompleteAsync(string shell, string[] flags, string functions)
    {
        string script = Path.Combine(_folder.FullName, "complete");
        await File.WriteAllTextAsync(script, $"""
            {functions}
            complete_line 'scriptgrid ser'
            complete_line 'scriptgrid serve --read-only re'
            complete_line 'scriptgrid serve --log.'
            complete_line 'scriptgrid serve --script /none/'
            """);
        return (await RunAsync(shell, [.. flags, script])).Split('\n');
    }

    private static async Task<string> RunAsync(string shell, string[] arguments)
    {
        ProcessStartInfo program = ScriptGridProcess.Command([]);
        var start = new ProcessStartInfo(shell, arguments);
        start.Environment["DOTNET_ROOT"] = program.Environment["DOTNET_ROOT"];
        start.Environment["PATH"] = $"{Path.GetDirectoryName(program.FileName)}:{start.Environment["PATH"]}";
        (int exitCode, string output) = await Programs.RunAsync(start);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
