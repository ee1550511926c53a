using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Wire;

/// <summary>Files that say what goes over the wire. With SCRIPTGRID_WRITE_WIRE=1 the tests write them anew.</summary>
internal static class GoldenFile
{
    private const string Variable = "SCRIPTGRID_WRITE_WIRE";

    /// <summary>What the file has.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", name));

    /// <summary>Holds what this version writes against the file.</summary>
    public static void Check(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(Checkout.PathOf($"tests/ScriptGrid.ClusterTests/Wire/{name}"), actual);
            return;
        }

        string path = Path.Combine(AppContext.BaseDirectory, "Wire", name);
        string expected = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            expected == actual,
            $"What silos and clients say to each other has changed: Wire/{name} has\n{expected}\nand this version writes\n{actual}\n"
            + "If old silos and clients still understand it, run these tests with SCRIPTGRID_WRITE_WIRE=1 and give CHANGELOG.md a line; if not, find another way.");
    }
}
