using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <summary>
/// <c>docs/reliability.md</c> shows the fault matrix as it is tested. With SCRIPTGRID_WRITE_MATRIX=1 this test writes it anew.
/// </summary>
public sealed class ReliabilityPageTests
{
    private const string Begin = "<!-- the matrix -->\n";
    private const string End = "<!-- end of the matrix -->\n";

    [Fact]
    public void Page_Matrix_IsTheOneThatIsTested()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "reliability.md"));
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string matrix = Matrix();
        if (Environment.GetEnvironmentVariable("SCRIPTGRID_WRITE_MATRIX") == "1")
        {
            File.WriteAllText(Checkout.PathOf("docs/reliability.md"), page[..begin] + matrix + page[end..]);
            return;
        }

        Assert.Equal(matrix, page[begin..end]);
    }

    [Fact]
    public void Table_Names_AreEachGivenOnce() =>
        Assert.Distinct(FaultTable.Quiet.Concat(FaultTable.Floods).Select(static fault => fault.Name));

    private static string Matrix()
    {
        IEnumerable<string> rows = FaultTable.Quiet.Concat(FaultTable.Floods)
            .Select(static fault => $"| {fault.Kind} | {fault.Title.Replace("|", "\\|", StringComparison.Ordinal)} | {Reason(fault)} | {fault.Up} |\n")
            .Distinct();
        return "| where | fault | reason | `redis_up` |\n|---|---|---|---|\n" + string.Concat(rows);
    }

    private static string Reason(Fault fault) => fault.Reason.Length == 0 ? "–" : $"`{fault.Reason}`";
}
