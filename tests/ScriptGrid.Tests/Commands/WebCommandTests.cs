using System.Diagnostics;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Commands;

public sealed class WebCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("correct horse\n", "correct horse")]
    [InlineData("Straße", "Straße")]
    [InlineData("first\r\nsecond\n", "first")]
    public async Task HashPassword_LineOfInput_IsHashed(string input, string password)
    {
        (int exitCode, string output, string error) = await RunAsync(input, "--cost", "10");

        Assert.Equal((0, ""), (exitCode, error));
        string hash = output.TrimEnd('\n');
        Assert.Equal(10, PasswordHash.CostOf(hash));
        Assert.True(PasswordHash.IsOf(password, hash));
        Assert.DoesNotContain(password, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "the password is empty")]
    [InlineData("\n", 1, "the password is empty")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890123", 1, "the password is longer than 72 bytes, and bcrypt would ignore the rest")]
    [InlineData("x", 2, "--cost: \"4\" is not a cost from 10 to 18; see scriptgrid web hash-password --help", "--cost", "4")]
    public async Task HashPassword_WhatCannotBeHashed_IsRefusedInOneLine(string input, int expected, string problem, params string[] arguments)
    {
        (int exitCode, string output, string error) = await RunAsync(input, arguments);

        Assert.Equal((expected, "", problem), (exitCode, output, error.TrimEnd('\n')));
    }

    [Theory]
    [InlineData("correct horse", "correct horse", "$2")]
    [InlineData("correct horse", "correct house", "the two passwords differ")]
    public async Task HashPassword_OnATerminal_AsksTwiceAndShowsNothing(string first, string second, string expected)
    {
        ProcessStartInfo command = ScriptGridProcess.Command(["web", "hash-password", "--cost", "10"]);
        var start = new ProcessStartInfo("script", ["-qec", $"{command.FileName} {string.Join(' ', command.ArgumentList)}", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string? value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Programs.Start(start);
        string shown = await ReadUntilAsync(process, "Password: ");
        await process.StandardInput.WriteAsync($"{first}\r");
        await process.StandardInput.FlushAsync();
        shown += await ReadUntilAsync(process, "Once more: ");
        await process.StandardInput.WriteAsync($"{second}\r");
        await process.StandardInput.FlushAsync();
        using var expired = new CancellationTokenSource(Limit);
        shown += await process.StandardOutput.ReadToEndAsync(expired.Token);

        Assert.Contains(expected, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", shown, StringComparison.Ordinal);
    }

    private static async Task<string> ReadUntilAsync(Process process, string text)
    {
        using var expired = new CancellationTokenSource(Limit);
        string read = "";
        char[] one = new char[1];
        while (!read.Contains(text, StringComparison.Ordinal))
        {
            Assert.Equal(1, await process.StandardOutput.ReadAsync(one, expired.Token));
            read += one[0];
        }

        return read;
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(string input, params string[] arguments) =>
        Programs.RunApartAsync(ScriptGridProcess.Command(["web", "hash-password", .. arguments]), input);
}
