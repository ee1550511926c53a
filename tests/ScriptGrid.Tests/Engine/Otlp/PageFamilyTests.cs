using System.Text;
using ScriptGrid.Engine.Otlp;

namespace ScriptGrid.Tests.Engine.Otlp;

public sealed class PageFamilyTests
{
    [Theory]
    [InlineData(@"Plain.", "Plain.")]
    [InlineData(@"C:\\new", @"C:\new")]
    [InlineData(@"one\ntwo \\ three\\\n", "one\ntwo \\ three\\\n")]
    [InlineData(@"ends with \", @"ends with \")]
    public void Read_Help_IsUnescaped(string help, string expected) =>
        Assert.Equal(expected, Assert.Single(PageFamily.Read(Encoding.UTF8.GetBytes($"# HELP a {help}\n# TYPE a gauge\na 1\n"))).Help);
}
