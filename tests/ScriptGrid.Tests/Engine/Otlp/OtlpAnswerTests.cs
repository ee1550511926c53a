using ScriptGrid.Engine.Otlp;

namespace ScriptGrid.Tests.Engine.Otlp;

/// <summary>Answers of receivers.</summary>
public sealed class OtlpAnswerTests
{
    [Fact]
    public void ProblemIn_PartThatWasRejected_IsTold() => Assert.Equal(
        "it rejected 300 data points: too old",
        OtlpAnswer.ProblemIn(new ProtoWriter().Message(1, new ProtoWriter().Number(1, 300).Text(2, "too old")).Written.Span));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x0a, 0 })]
    [InlineData(new byte[] { 0x0a, 200, 1 })]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0x3c, 0x21 })]
    public void ProblemIn_NothingRejectedOrNoAnswerAtAll_IsNull(byte[] answer) => Assert.Null(OtlpAnswer.ProblemIn(answer));
}
