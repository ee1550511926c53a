namespace ScriptGrid.Testing;

/// <summary>The result of a request by curl.</summary>
/// <param name="ExitCode">0, or why there was no answer: 35 or 56 for a failed handshake, 60 for a certificate that curl does not trust.</param>
/// <param name="Status">The answer's status; 0 if there was no answer.</param>
/// <param name="HttpVersion">The version of HTTP that was used.</param>
/// <param name="Output">The answer, with its headers if they were asked for, and the messages of curl.</param>
internal sealed record CurlAnswer(int ExitCode, int Status, string HttpVersion, string Output);

/// <summary>An HTTP client other than .NET's.</summary>
internal static class Curl
{
    private const string Mark = "\ncurl:";

    /// <summary>Runs curl with additional arguments.</summary>
    public static async Task<CurlAnswer> RunAsync(params string[] arguments)
    {
        (int exitCode, string output) = await Programs.RunAsync("curl", ["--silent", "--show-error", "--max-time", "60", "--write-out", $"{Mark}%{{http_code}} %{{http_version}}", .. arguments]);
        int mark = output.LastIndexOf(Mark, StringComparison.Ordinal);
        Assert.True(mark >= 0, output);
        string[] words = output[(mark + Mark.Length)..].Split([' ', '\n'], 3);
        return new CurlAnswer(exitCode, int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), words[1], output);
    }
}
