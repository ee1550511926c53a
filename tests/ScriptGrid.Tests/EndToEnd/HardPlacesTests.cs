using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.EndToEnd;

/// <summary>The command where its surroundings are not as usual: one line says so, and no stack trace.</summary>
public sealed class HardPlacesTests
{
    [Fact]
    public async Task Demo_NowhereToWrite_SaysWhere()
    {
        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync(
            static start => start.Environment["TMPDIR"] = "/none", "demo", "--web.listen-address", "127.0.0.1:0");

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.StartsWith("cannot write the demo's configuration to /none/: ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WorkingDirectoryIsGone_ReadsAbsolutePaths()
    {
        using var files = new TestFiles();
        string script = files.Write("a.lua", "return {'a', '1'}");
        string command = $"cd $(mktemp -d) && rmdir $PWD && exec {Path.Combine(AppContext.BaseDirectory, "scriptgrid")} check {script}";

        (int exitCode, string output, string error) = await ScriptGridProcess.RunAsync(
            start => (start.FileName, start.Arguments) = ("/bin/sh", $"-c \"{command}\""));

        Assert.Equal((ExitCode.Success, "checked 1 script: all fine\n", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task Check_OutputThatCannotBeWritten_IsOneLine()
    {
        using var files = new TestFiles();
        string command = $"exec {Path.Combine(AppContext.BaseDirectory, "scriptgrid")} check {files.Write("a.lua", "return 1")} > /dev/full";

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync(
            start => (start.FileName, start.Arguments) = ("/bin/sh", $"-c \"{command}\""));

        Assert.Equal(ExitCode.Failure, exitCode);
        Assert.StartsWith("scriptgrid: No space left on device", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EmbeddedScriptThatLogs_ShowsWhatItSaid()
    {
        using var files = new TestFiles();
        string script = files.Write("log.lua", "redis.log(redis.LOG_WARNING, 'low on\\nmail') redis.log(redis.LOG_DEBUG, 'x') return {'a', 1}");

        (int exitCode, _, string error) = await ScriptGridProcess.RunAsync("run", "--embedded", "--script", script, "--timeout", "20s");

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.StartsWith("redis.log warning: low on\\nmail\nredis.log debug: x\nlog.lua on embedded: 1 value in ", error, StringComparison.Ordinal);
    }
}
