using System.Reflection;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class OutcomeTests
{
    [Fact]
    public void IsDone_OutcomeThatNobodyFilledIn_IsFalse()
    {
        Type[] outcomes = [.. typeof(CallStatus).Assembly.GetExportedTypes().Where(static type => type.GetProperty("Status") is not null)];

        Assert.Equal(4, outcomes.Length);
        Assert.All(outcomes, static type => Assert.Equal(
            (CallStatus.Unknown, false), (Property<CallStatus>(type, "Status"), Property<bool>(type, "IsDone"))));
    }

    private static T Property<T>(Type type, string name) =>
        (T)type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(Activator.CreateInstance(type))!;
}
