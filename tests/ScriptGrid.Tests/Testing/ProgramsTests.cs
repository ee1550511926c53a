using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Testing;

public sealed class ProgramsTests
{
    [Fact]
    public async Task Packages_OfAllPrograms_AreInstalledByTheTestCommand()
    {
        string command = await File.ReadAllTextAsync(Path.Combine(Checkout.Folder, "test.sh"));
        string[] installed = command.Split('\n').Single(static line => line.StartsWith(".ci/prerequisites ", StringComparison.Ordinal)).Split(' ')[1..];

        Assert.Equal(
            Programs.Packages.Values.Distinct().Order(StringComparer.Ordinal),
            installed.Select(static program => program[(program.IndexOf('=', StringComparison.Ordinal) + 1)..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_ProgramOfNoPackage_IsRefused() =>
        Assert.Contains("redis-sentinel may be missing on other machines", Assert.ThrowsAny<Exception>(static () => Programs.Check("redis-sentinel")).Message, StringComparison.Ordinal);
}
