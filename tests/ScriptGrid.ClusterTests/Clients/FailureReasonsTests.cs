using System.Reflection;
using ScriptGrid.Client;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class FailureReasonsTests
{
    [Fact]
    public void Constants_AreTheEnginesClosedList() => Assert.Equal(
        Enum.GetValues<FailureReason>().Select(Failure.Label),
        typeof(FailureReasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!));
}
