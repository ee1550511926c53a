using ScriptGrid.Engine.Collection;

namespace ScriptGrid.Tests.Engine.Collection;

public sealed class ScheduleWheelTests : AgendaTests
{
    private readonly ScheduleWheel _wheel;

    public ScheduleWheelTests() => _wheel = new ScheduleWheel(Clock);

    private protected override IAgenda Agenda => _wheel;

    private protected override void Turn() => _wheel.Turn();
}
