using ScriptGrid.Engine.Configuration;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class RedisExporterListsTests
{
    [Theory]
    [InlineData("mail", "db0=mail")]
    [InlineData("mail:*,db3=jobs", "db0=mail:* db3=jobs")]
    [InlineData(" a , 12= b ,,", "db0=a db12=b")]
    [InlineData("a%3Db%2Cc+d", "db0=a=b,c d")]
    [InlineData("db=a,db1=", "")]
    public void Keys_AsRedisExporterTakesThem_HaveTheirDatabase(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', RedisExporterLists.Keys(text, out _)!.Value));

    [Theory]
    [InlineData("a,b=c=d", "\"b=c=d\" has several equals signs; write %3D for one of a key")]
    [InlineData("100%", "\"100%\" is not escaped as a URL is; write %25 for a percent sign")]
    [InlineData("%ff", "\"%ff\" is not escaped as a URL is; write %25 for a percent sign")]
    [InlineData("count=a", "\"count=a\" names no database; write db0=key")]
    [InlineData("db-1=a", "\"db-1=a\" names no database; write db0=key")]
    public void Keys_WrongItem_SaysWhatIsWrong(string text, string expected)
    {
        Assert.Null(RedisExporterLists.Keys(text, out string problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("^(user):, ^(mail):%d+", "^(user):|^(mail):%d+")]
    [InlineData("\"^(.{1,3}):\",^(a)", "^(.{1,3}):|^(a)")]
    [InlineData("\"^(\"\"a)\",,", "^(\"a)")]
    [InlineData(" ", "")]
    public void Patterns_LineOfCsv_AreItsFields(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', RedisExporterLists.Patterns(text, out _)!.Value));

    [Theory]
    [InlineData("a,\"b", "\"b")]
    [InlineData("a\"b", "a\"b")]
    [InlineData("\"a\"b", "\"a\"b")]
    public void Patterns_StrayQuotationMark_IsAProblem(string text, string rest)
    {
        Assert.Null(RedisExporterLists.Patterns(text, out string problem));
        Assert.StartsWith($"\"{rest}\" is not a list; ", problem, StringComparison.Ordinal);
    }
}
