using System.Text;
using ScriptGrid.Engine.Redis;

namespace ScriptGrid.Tests.Engine.Redis;

public sealed class RespReaderTests
{
    [Theory]
    [InlineData("+OK\r\n", "Status OK")]
    [InlineData("-ERR no\r\n", "Error ERR no")]
    [InlineData("!6\r\nERR no\r\n", "Error ERR no")]
    [InlineData(":-7\r\n", "Integer -7")]
    [InlineData(",1.5\r\n", "Double 1.5")]
    [InlineData("(123\r\n", "BigNumber 123")]
    [InlineData("#t\r\n", "Boolean t")]
    [InlineData("_\r\n", "Null ")]
    [InlineData("$-1\r\n", "Null ")]
    [InlineData("*-1\r\n", "Null ")]
    [InlineData("$0\r\n\r\n", "String ")]
    [InlineData("$4\r\na\r\nb\r\n", "String a\r\nb")]
    [InlineData("=8\r\ntxt:text\r\n", "String text")]
    [InlineData("*2\r\n:1\r\n$1\r\na\r\n", "Array x2", "Integer 1", "String a")]
    [InlineData("%1\r\n+a\r\n%1\r\n+b\r\n:1\r\n", "Map x1", "Status a", "Map x1", "Status b", "Integer 1")]
    [InlineData("~1\r\n+a\r\n", "Set x1", "Status a")]
    [InlineData("*2\r\n|1\r\n+ttl\r\n:60\r\n:1\r\n>1\r\n+m\r\n:2\r\n", "Array x2", "Integer 1", "Integer 2")]
    [InlineData("*1\r\n|0\r\n>0\r\n>-1\r\n:1\r\n", "Array x1", "Integer 1")]
    [InlineData("%1\r\n|1\r\n+a\r\n*2\r\n|1\r\n+b\r\n+c\r\n+d\r\n+e\r\n+key\r\n|0\r\n:7\r\n", "Map x1", "Status key", "Integer 7")]
    public void Read_EveryElement_IsGivenDepthFirst(string reply, params string[] expected)
    {
        var reader = new RespReader(Encoding.ASCII.GetBytes(reply));
        var elements = new List<string>();
        while (!reader.IsAtEnd)
        {
            reader.Read();
            elements.Add(reader.Count > 0 ? $"{reader.Type} x{reader.Count}" : $"{reader.Type} {Encoding.ASCII.GetString(reader.Text)}");
        }

        Assert.Equal(expected, elements);
    }

    [Theory]
    [InlineData(":1\r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*2\r\n:1\r\n*2\r\n:2\r\n:3\r\n")]
    [InlineData("%2\r\n+a\r\n*1\r\n:1\r\n+b\r\n%1\r\n+c\r\n*0\r\n")]
    [InlineData("*2\r\n~1\r\n%1\r\n:1\r\n:2\r\n*-1\r\n")]
    [InlineData("*2\r\n|1\r\n+a\r\n*1\r\n:9\r\n:1\r\n>1\r\n*1\r\n:8\r\n:2\r\n")]
    public void Skip_Element_MovesBehindAllThatItHolds(string element)
    {
        var reader = new RespReader(Encoding.ASCII.GetBytes($"*2\r\n{element}+next\r\n"));
        reader.Read();
        reader.Read();

        reader.Skip();
        reader.Read();

        Assert.Equal("next", Encoding.ASCII.GetString(reader.Text));
        Assert.True(reader.IsAtEnd);
    }
}
