using System.Globalization;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Model;
using ScriptGrid.Testing;
using ScriptGrid.Tests.EndToEnd;

namespace ScriptGrid.Tests.Deploy;

/// <summary>The units as systemd reads them.</summary>
public sealed partial class SystemdUnitsTests : IDisposable
{
    private const double MaxExposure = 2.0;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "deploy");

    private readonly TestFiles _files = new();

    public static TheoryData<string> Units => [.. Directory.GetFiles(Folder, "*.service").Select(static path => Path.GetFileName(path))];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_WrongConfiguration_IsNotStartedAgain(string unit)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(Folder, unit));

        Assert.Contains("Restart=on-failure", lines);
        Assert.Contains($"RestartPreventExitStatus={ExitCode.Usage}", lines);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_ForSystemd_IsRightAndExposesLittle(string unit)
    {
        // Systemd looks whether the program is there.
        string text = (await File.ReadAllTextAsync(Path.Combine(Folder, unit))).Replace("/usr/bin/scriptgrid", "/bin/true", StringComparison.Ordinal);
        string path = _files.Write(unit.Replace("@.", "@serve.", StringComparison.Ordinal), text);

        (int verified, string findings) = await Programs.RunAsync("systemd-analyze", "verify", "--man=no", path);
        (_, string report) = await Programs.RunAsync("systemd-analyze", "security", "--offline=true", "--no-pager", path);

        Assert.True(verified == 0 && findings.Trim().Length == 0, findings);
        double exposure = double.Parse(Exposure().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(exposure < MaxExposure, report);
    }

    [GeneratedRegex(@"Overall exposure level for [^:]+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
