using ScriptGrid.Client.Security;

namespace ScriptGrid.ClusterTests.Clients;

public sealed class ClientTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly byte[] Secret = "0123456789abcdef"u8.ToArray();

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void IsValid_ClocksApart_HoldsForFiveMinutes(int seconds, bool expected) =>
        Assert.Equal(expected, ClientToken.IsValid(Secret, Now.AddSeconds(seconds), ClientToken.Create(Secret, Now)));

    [Fact]
    public void IsValid_OtherSecret_IsFalse() =>
        Assert.False(ClientToken.IsValid("0123456789abcdeF"u8.ToArray(), Now, ClientToken.Create(Secret, Now)));

    [Fact]
    public void Create_Twice_GivesTwoTokensWithoutTheSecret()
    {
        string first = ClientToken.Create(Secret, Now);
        string second = ClientToken.Create(Secret, Now);

        Assert.NotEqual(first, second);
        Assert.DoesNotContain("0123456789abcdef", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("::")]
    [InlineData("1767323045")]
    [InlineData("1767323045:nonce")]
    [InlineData("1767323045:nonce:")]
    [InlineData("1767323045:nonce:00")]
    [InlineData("-9223372036854775808:nonce:00")]
    [InlineData("99999999999999999999:nonce:00")]
    public void IsValid_NoToken_IsFalse(string? token) => Assert.False(ClientToken.IsValid(Secret, Now, token));

    [Fact]
    public void IsValid_AnyCharacterChanged_IsFalse()
    {
        string token = ClientToken.Create(Secret, Now);

        Assert.All(
            Enumerable.Range(0, token.Length),
            i => Assert.False(ClientToken.IsValid(Secret, Now, $"{token[..i]}{(token[i] == '1' ? '2' : '1')}{token[(i + 1)..]}")));
    }

    [Fact]
    public void IsValid_TimeMovedOn_IsFalse()
    {
        string token = ClientToken.Create(Secret, Now);
        string moved = token.Replace("1767323045:", "1767323999:", StringComparison.Ordinal);

        Assert.NotEqual(token, moved);
        Assert.False(ClientToken.IsValid(Secret, Now.AddSeconds(954), moved));
    }
}
