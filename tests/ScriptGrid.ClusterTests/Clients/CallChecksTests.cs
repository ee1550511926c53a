using System.Collections.Immutable;
using ScriptGrid.Client;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class CallChecksTests
{
    [Fact]
    public void Arguments_AtTheLimitAndAbove_CountsKeysAndArgumentsTogether()
    {
        ScriptArgument half = new byte[CallLimits.MaxArgumentBytes / 2];

        Assert.Null(CallChecks.Arguments([half], [half]));
        Assert.Null(CallChecks.Arguments(default, default));
        Assert.Equal("KEYS and ARGV must have at most 16777216 bytes in total", CallChecks.Arguments([half], [half, 1]));
    }

    [Fact]
    public void Arguments_TooMany_SaysSo()
    {
        ImmutableArray<ScriptArgument> many = [.. Enumerable.Repeat<ScriptArgument>("", CallLimits.MaxArguments)];

        Assert.Null(CallChecks.Arguments([], many));
        Assert.Equal("KEYS and ARGV must have at most 1000000 elements in total", CallChecks.Arguments([""], many));
    }

    [Fact]
    public void Body_CountsBytesAndNotCharacters()
    {
        Assert.Null(CallChecks.Body(new string('x', CallLimits.MaxScriptBytes)));
        Assert.Equal("a script's text must have 1 to 1048576 bytes", CallChecks.Body(new string('ü', CallLimits.MaxScriptBytes - 1)));
        Assert.Equal("a script's text must have 1 to 1048576 bytes", CallChecks.Body(""));
    }

    [Fact]
    public void Name_MissingOrTooLong_SaysWhich()
    {
        Assert.Null(CallChecks.Name(new string('x', CallLimits.MaxNameLength)));
        Assert.Equal("a script's name is missing", CallChecks.Name(null));
        Assert.Equal("a script's name must have at most 4096 characters", CallChecks.Name(new string('x', CallLimits.MaxNameLength + 1)));
    }
}
