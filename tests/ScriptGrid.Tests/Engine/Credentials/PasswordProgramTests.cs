using ScriptGrid.Engine.Credentials;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Engine.Credentials;

public sealed class PasswordProgramTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("token", "printf", "token")]
    [InlineData("token", "printf", "token\\n")]
    [InlineData("$HOME; echo x", "printf", "%s", "$HOME; echo x")]
    [InlineData("spaced ", "printf", "spaced ")]
    public async Task Run_ProgramThatPrints_IsThePassword(string expected, params string[] command) =>
        Assert.Equal((expected, ""), await PasswordProgram.RunAsync([.. command], Limit, TimeProvider.System, CancellationToken.None));

    [Theory]
    [InlineData("there is no such program", "/nowhere/program")]
    [InlineData("this user may not run it", "/etc/passwd")]
    [InlineData("it printed nothing", "true")]
    [InlineData("it ended with exit code 1", "false")]
    [InlineData("it printed more than one line; a password is one line", "printf", "a\\nb")]
    [InlineData("it printed more than 64 KiB", "head", "-c", "100000", "/dev/zero")]
    [InlineData("it ended with exit code 7: denied: ***", "sh", "-c", "echo some-secret; echo first >&2; echo denied: some-secret >&2; exit 7")]
    [InlineData("it ended with exit code 7: expired: ***", "sh", "-c", "echo expired: eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln >&2; exit 7")]
    public async Task Run_ProgramThatGivesNone_SaysWhyAndNoSecret(string problem, params string[] command) =>
        Assert.Equal((null, problem), await PasswordProgram.RunAsync([.. command], Limit, TimeProvider.System, CancellationToken.None));

    /// <summary>Anybody may have put it there, and commands are started in any folder.</summary>
    [Fact]
    public async Task Run_NameOfAFileInTheWorkingDirectory_IsNotThatFile()
    {
        string name = $"program-{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(name, "#!/bin/sh\necho stolen\n");
        FilePermissions.OpenToEverybody(name);
        try
        {
            Assert.Equal((null, "there is no such program"), await PasswordProgram.RunAsync([name], Limit, TimeProvider.System, CancellationToken.None));
            Assert.Equal(("stolen", ""), await PasswordProgram.RunAsync([$"./{name}"], Limit, TimeProvider.System, CancellationToken.None));
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public async Task Run_ProgramThatHangs_IsEnded() => Assert.Equal(
        (null, "it did not end within 0.2 s"), await PasswordProgram.RunAsync(["sleep", "1000"], TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None));

    [Fact]
    public async Task Run_NobodyWaitsAnyMore_EndsTheProgram()
    {
        using var files = new TestFiles();
        string started = files.Write("started", "");
        using var end = new CancellationTokenSource();
        Task<(string?, string)> run = PasswordProgram.RunAsync(["sh", "-c", $"echo $$ > {started}; exec sleep 1000"], Limit, TimeProvider.System, end.Token);
        string id = await Repeat.UntilAsync(() => File.ReadAllTextAsync(started), static text => text.EndsWith('\n'));

        await end.CancelAsync();

        Assert.Equal((null, "it was cancelled"), await run);
        await Repeat.UntilAsync(() => Task.FromResult(Directory.Exists($"/proc/{id.Trim()}")), static exists => !exists);
    }

    [Fact]
    public async Task Run_ProgramThatAsks_GetsNoAnswer() =>
        Assert.Equal((null, "it ended with exit code 1"), await PasswordProgram.RunAsync(["sh", "-c", "read answer"], Limit, TimeProvider.System, CancellationToken.None));

    [Theory]
    [InlineData(0, 630, 33.75)]
    [InlineData(1, 720, 45)]
    public void Lifetime_OfFifteenMinutes_EndsBeforeThem(double jitter, double lifetime, double retry)
    {
        TimeSpan ttl = TimeSpan.FromMinutes(15);

        Assert.Equal(lifetime, PasswordCommandSource.Lifetime(ttl, jitter).TotalSeconds);
        Assert.Equal(Math.Min(retry, 30 * (0.75 + (0.25 * jitter))), PasswordCommandSource.Retry(ttl, jitter).TotalSeconds);
    }
}
