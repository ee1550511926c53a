using ScriptGrid.Engine.Http;

namespace ScriptGrid.Tests.Engine.Http;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData(":9121")]
    [InlineData("127.0.0.1:9121")]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::1]:65535")]
    [InlineData("localhost:9121")]
    public void TryParse_Address_IsKept(string text)
    {
        Assert.True(ListenAddress.TryParse(text, out ListenAddress? address, out string? error));
        Assert.Equal(text, address.ToString());
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "expected host:port")]
    [InlineData("9121", "expected host:port")]
    [InlineData(":", "expected host:port")]
    [InlineData(":65536", "expected host:port")]
    [InlineData(":-1", "expected host:port")]
    [InlineData("::", "expected host:port")]
    [InlineData("127.0.0.1:", "expected host:port")]
    [InlineData("http://127.0.0.1:9121", "'http://127.0.0.1' must be an IP address")]
    [InlineData("::1:9121", "'::1' must be an IP address")]
    [InlineData("[127.0.0.1]:9121", "'[127.0.0.1]' must be an IP address")]
    [InlineData("redis.example:9121", "'redis.example' must be an IP address")]
    public void TryParse_NoAddress_SaysWhy(string text, string expected)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out string? error));
        Assert.StartsWith($"'{text}' is no listen address: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
