using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(":9121", "[::]:9121")]
    [InlineData("127.0.0.1:9121", "127.0.0.1:9121")]
    [InlineData("0.0.0.0:0", "0.0.0.0:0")]
    [InlineData("[::1]:65535", "[::1]:65535")]
    [InlineData("localhost:9121", "127.0.0.1:9121", "[::1]:9121")]
    public void Parse_Address_IsKept(string text, params string[] endPoints)
    {
        ListenAddress? address = ListenAddress.Parse(text);

        Assert.Equal(text, address?.ToString());
        Assert.Equal(endPoints, address!.EndPoints.Select(static endPoint => endPoint.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9121")]
    [InlineData(":")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    [InlineData("::")]
    [InlineData("127.0.0.1:")]
    [InlineData("http://127.0.0.1:9121")]
    [InlineData("::1:9121")]
    [InlineData("[127.0.0.1]:9121")]
    [InlineData("redis.example:9121")]
    public void Parse_NoAddress_IsNull(string text) => Assert.Null(ListenAddress.Parse(text));

    [Fact]
    public void WithPort_PortLeftOpen_IsNamed() => Assert.Equal("[::1]:9121", ListenAddress.Parse("[::1]:0")!.WithPort(9121).ToString());
}
