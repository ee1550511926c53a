using Microsoft.Extensions.Logging;
using ScriptGrid.Cluster.Membership;
using ScriptGrid.Testing;

namespace ScriptGrid.ClusterTests.Membership;

public sealed class StoreOutageTests
{
    private readonly ListLogger _logger = new();
    private readonly StoreOutage _outage;

    public StoreOutageTests() => _outage = new StoreOutage(new LoggerFactory([_logger]));

    [Fact]
    public void Fail_SameReasonAgainAndAgain_IsToldOnce()
    {
        for (int inQueue = 0; inQueue < 5; inQueue++)
        {
            _outage.Fail(new TimeoutException($"Timeout performing HGETALL (5000ms), next: EVAL, inst: 0, qu: {inQueue}, qs: 1, mgr: 10 of 10 available"));
        }

        Assert.Equal(["Warning: The membership store cannot be read: Timeout performing HGETALL (5000ms)"], _logger.Lines);
    }

    [Fact]
    public void Fail_ReasonsThatTakeTurns_AreToldOnceEach()
    {
        for (int turn = 0; turn < 3; turn++)
        {
            _outage.Fail(new TimeoutException("late"));
            _outage.Fail(new IOException("refused"));
        }

        Assert.Equal(["Warning: The membership store cannot be read: late", "Warning: The membership store cannot be read: refused"], _logger.Lines);
    }

    [Fact]
    public void Read_AfterAnOutage_TellsItsEndOnceAndTheNextAnew()
    {
        _outage.Read();
        _outage.Fail(new IOException("refused"));
        _outage.Read();
        _outage.Read();
        _outage.Fail(new IOException("refused"));

        Assert.Equal(
            ["Warning: The membership store cannot be read: refused", "Information: The membership store can be read again", "Warning: The membership store cannot be read: refused"],
            _logger.Lines);
    }
}
