using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Architecture;

/// <summary>README's map of the code names every folder of every project.</summary>
public sealed class ReadmeMapTests
{
    private static readonly string[] Built = ["bin", "obj"];

    [Fact]
    public void Map_EachFolder_IsNamed()
    {
        string map = File.ReadAllText(Path.Combine(Checkout.Folder, "README.md")).Split("## Map of the code")[1];
        string[] unnamed =
        [
            .. Directory.GetDirectories(Path.Combine(Checkout.Folder, "src"))
                .SelectMany(static project => Directory.GetDirectories(project))
                .Select(static folder => Path.GetFileName(folder))
                .Where(folder => !Built.Contains(folder)
                    && !map.Contains($"`{folder}`", StringComparison.Ordinal)
                    && !map.Contains($"`{folder}/", StringComparison.Ordinal)),
        ];

        Assert.Equal([], unnamed);
    }
}
