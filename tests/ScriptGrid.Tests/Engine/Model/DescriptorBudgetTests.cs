using System.Net.Sockets;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Model;

/// <summary>Who gets how many descriptors.</summary>
public sealed class DescriptorBudgetTests
{
    [Theory]
    [InlineData(400, 107, 107)]
    [InlineData(1024, 672, 672)]
    [InlineData(20_000, 19_648, 2048)]
    [InlineData(int.MaxValue, int.MaxValue - 352, 2048)]
    public void Targets_OfALimit_LeaveRoomForTheRest(int limit, int targets, int connectionsOfOneWithoutTargets)
    {
        var budget = new DescriptorBudget(limit);

        Assert.Equal((targets, connectionsOfOneWithoutTargets), (budget.Targets, budget.ConnectionsBeside(0)));
        Assert.InRange(budget.WebEnd, budget.TargetsEnd + 1, limit - 1);
    }

    [Theory]
    [InlineData(0, 2048)]
    [InlineData(19_000, 648)]
    [InlineData(19_648, 32)]
    [InlineData(50_000, 32)]
    public void ConnectionsBeside_MoreTargets_AreFewerButNeverNone(int targets, int connections) =>
        Assert.Equal(connections, new DescriptorBudget(20_000).ConnectionsBeside(targets));

    [Fact]
    public void Shortage_TargetsFit_IsNull() => Assert.Null(new DescriptorBudget(20_000).Shortage(19_648));

    [Fact]
    public void Shortage_TooManyTargets_NamesTheNumbers()
    {
        string? shortage = new DescriptorBudget(1024).Shortage(15_000);

        Assert.StartsWith("15000 targets need as many file descriptors, but the limit of this process, 1024, leaves 672 for them", shortage, StringComparison.Ordinal);
    }

    [Fact]
    public void OfProcess_HasTheLimitThatDotNetHasRaised()
    {
        string line = File.ReadLines("/proc/self/limits").Single(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        string[] words = line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(words[0], words[1]);
        Assert.Equal(words[0], $"{DescriptorBudget.OfProcess.Limit}");
    }

    [Fact]
    public void IsBeyond_Socket_ComparesItsDescriptor()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        int descriptor = (int)socket.SafeHandle.DangerousGetHandle();

        Assert.True(DescriptorBudget.IsBeyond(socket.SafeHandle, descriptor));
        Assert.False(DescriptorBudget.IsBeyond(socket.SafeHandle, descriptor + 1));
    }
}
