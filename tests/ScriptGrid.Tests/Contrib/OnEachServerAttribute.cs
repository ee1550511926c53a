using System.Reflection;
using Xunit.Sdk;

namespace ScriptGrid.Tests.Contrib;

/// <summary>A row of a theory, once for each server that the scripts of contrib are tested on: the server's name, then the values.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnEachServerAttribute(params object[] values) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        ContribServer.Names.Select(name => (object[])[name, .. values]);
}
