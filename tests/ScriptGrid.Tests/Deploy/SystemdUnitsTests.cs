using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Deploy;

public sealed class SystemdUnitsTests
{
    public static TheoryData<string> Units =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "deploy"), "*.service").Select(static path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_WrongConfiguration_IsNotStartedAgain(string unit)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "deploy", unit));

        Assert.Contains("Restart=on-failure", lines);
        Assert.Contains($"RestartPreventExitStatus={ExitCode.Usage}", lines);
    }
}
