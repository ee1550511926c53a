using System.Collections.Immutable;
using ScriptGrid.Cluster.Membership;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class NeighbourWatchTests
{
    private static readonly SiloAddress Self = Silos.At(1);
    private static readonly SiloAddress Suspect = Silos.At(2);
    private static readonly SiloAddress Witness = Silos.At(3);

    private readonly Dictionary<SiloAddress, PortState> _ports = [];
    private readonly Dictionary<SiloAddress, bool?> _answers = [];
    private readonly List<SiloAddress> _asked = [];
    private readonly NeighbourWatch _watch;

    public NeighbourWatchTests() => _watch = new NeighbourWatch(Self, Look, Ask);

    [Fact]
    public async Task Look_OneRefusal_IsNotEnough()
    {
        _ports[Suspect] = PortState.Refused;

        Assert.Empty(await LookAsync(2));
    }

    [Fact]
    public async Task Look_TwoRefusalsInAClusterOfTwo_IsGone()
    {
        _ports[Suspect] = PortState.Refused;
        await LookAsync(2);

        Assert.Equal(new GoneSilo(Suspect, null), Assert.Single(await LookAsync(2)));
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(PortState.Open)]
    [InlineData(PortState.Unknown)]
    internal async Task Look_SomethingElseBetweenTwoRefusals_IsNotGone(PortState between)
    {
        _ports[Suspect] = PortState.Refused;
        await LookAsync(2);
        _ports[Suspect] = between;
        await LookAsync(2);
        _ports[Suspect] = PortState.Refused;

        Assert.Empty(await LookAsync(2));
    }

    [Fact]
    public async Task Look_TimeOutsOnly_IsNeverGone()
    {
        _ports[Suspect] = PortState.Unknown;

        for (int i = 0; i < 20; i++)
        {
            Assert.Empty(await LookAsync(3));
        }

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Look_WitnessSeesItToo_IsGone()
    {
        _ports[Suspect] = PortState.Refused;
        _answers[Witness] = true;
        await LookAsync(3);

        Assert.Equal(new GoneSilo(Suspect, Witness), Assert.Single(await LookAsync(3)));
        Assert.Equal([Witness], _asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Look_WitnessDoesNotConfirm_IsNotGone(bool? answer)
    {
        _ports[Suspect] = PortState.Refused;
        _answers[Witness] = answer;

        for (int i = 0; i < 5; i++)
        {
            Assert.Empty(await LookAsync(3));
        }
    }

    [Fact]
    public async Task Look_AllRefuse_HasNobodyToAskAndGivesNobodyUp()
    {
        // As where this silo's own firewall rejects what it sends.
        _ports[Suspect] = _ports[Witness] = PortState.Refused;

        for (int i = 0; i < 5; i++)
        {
            Assert.Empty(await LookAsync(3));
        }

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Look_FirstWitnessIsSilent_TheNextIsAsked()
    {
        _ports[Suspect] = PortState.Refused;
        _answers[Silos.At(4)] = true;
        await LookAsync(4);

        Assert.Empty(await LookAsync(4));
        Assert.Equal(new GoneSilo(Suspect, Silos.At(4)), Assert.Single(await LookAsync(4)));
        Assert.Equal([Witness, Silos.At(4)], _asked);
    }

    [Fact]
    public async Task Look_GoneSiloRemains_IsToldAgainAfterAsManyLooks()
    {
        _ports[Suspect] = PortState.Refused;
        await LookAsync(2);
        Assert.Single(await LookAsync(2));

        Assert.Empty(await LookAsync(2));
        Assert.Single(await LookAsync(2));
    }

    [Fact]
    public async Task Look_RestartedOnTheSamePort_BeginsAnew()
    {
        _ports[Suspect] = PortState.Refused;
        await LookAsync(2);
        _ports[Silos.At(2, generation: 2)] = PortState.Refused;

        Assert.Empty(await _watch.LookAsync([Self, Silos.At(2, generation: 2)]));
    }

    [Fact]
    public async Task Forget_AfterOneRefusal_BeginsAnew()
    {
        _ports[Suspect] = PortState.Refused;
        await LookAsync(2);

        _watch.Forget();

        Assert.Empty(await LookAsync(2));
    }

    private Task<ImmutableArray<GoneSilo>> LookAsync(int silos) => _watch.LookAsync(Silos.Active(silos));

    private Task<PortState> Look(SiloAddress silo) => Task.FromResult(_ports.GetValueOrDefault(silo, PortState.Open));

    private Task<bool?> Ask(SiloAddress witness, SiloAddress suspect)
    {
        Assert.Equal(Suspect, suspect);
        _asked.Add(witness);
        return Task.FromResult(_answers.GetValueOrDefault(witness));
    }
}
