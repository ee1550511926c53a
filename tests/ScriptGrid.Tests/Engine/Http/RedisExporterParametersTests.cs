using System.Collections.Immutable;
using System.Net;
using ScriptGrid.Engine.Collection;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Http;

/// <summary>What <c>/scrape</c> takes in place of redis_exporter's.</summary>
public sealed class RedisExporterParametersTests() : EndpointsFixture(new ScriptGridConfiguration
{
    RedisExporterCompatible = true,
    AskableCollectors = [new ScriptSpec { Name = "keys", Body = default, Arguments = ["values=no"] }, new ScriptSpec { Name = "streams", Body = default }],
})
{
    [Theory]
    [InlineData("/scrape?target=a:1", "")]
    [InlineData("/scrape?target=a:1&check-keys=", "")]
    [InlineData("/scrape?target=a:1&check-keys=db0=x*&count-keys=y*", "keys: db0=x* count=db0=y* values=no")]
    [InlineData("/scrape?target=a:1&check-single-keys=db1%3Dk,m&check-streams=s*&check-single-streams=s", "keys: key=db1=k key=db0=m values=no; streams: db0=s* key=db0=s")]
    public async Task Get_ItsParameters_NameKeys(string path, string expected)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, string.Join("; ", Fleet.Request!.Asked.Select(static asked => $"{asked.Template.Name}: {string.Join(' ', asked.Of(null).Arguments)}")));
    }

    [Fact]
    public async Task Get_AfterAReload_AsksAsTheNewConfigurationSays()
    {
        Loaded = new LoadedConfiguration(null, default) { AskableCollectors = [new ScriptSpec { Name = "keys", Body = default, Arguments = ["max_scan=5"] }] };

        using HttpResponseMessage response = await SendAsync("GET", "/scrape?target=a:1&check-keys=x*");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("db0=x* max_scan=5", string.Join(' ', Assert.Single(Fleet.Request!.Asked).Of(null).Arguments));
    }

    [Theory]
    [InlineData("check-key=x", "There is no parameter 'check-key' at /scrape; did you mean check-keys?")]
    [InlineData("check-keys=a=b=c", "check-keys: \"a=b=c\" has several equals signs; write %3D for one of a key.")]
    [InlineData("check-streams=dbx=s", "check-streams: \"dbx=s\" names no database; write db0=key.")]
    [InlineData("check-key-groups=a", "/scrape does not accept 'check-key-groups'; set --check-key-groups.")]
    [InlineData("is-cluster=true", "/scrape does not accept 'is-cluster'; let redis_cluster in the configuration file find the nodes.")]
    [InlineData("check-keys=a&check-keys=b", "The parameter 'check-keys' is given 2 times; /scrape accepts it once.")]
    public async Task Get_WhatCannotBeAnswered_Is400AndOneLine(string query, string expected)
    {
        using HttpResponseMessage response = await SendAsync("GET", $"/scrape?target=a:1&{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(expected, (await response.Content.ReadAsStringAsync()).Trim());
    }

    [Fact]
    public void Of_CollectorOfTheTarget_KeepsWhatIsNotAskedFor()
    {
        var template = new ScriptSpec { Name = "keys", Body = default };
        ScriptSpec own = template with { Arguments = ["db0=a*", "key=db0=b", "count=db0=c*", "max_scan=5", "values=no"] };
        var asked = new AskedCollector(template, ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("", ["db2=x*"]));

        Assert.Equal("db2=x* key=db0=b count=db0=c* max_scan=5 values=no", string.Join(' ', asked.Of(own).Arguments));
        Assert.Equal("db2=x*", string.Join(' ', asked.Of(null).Arguments));
    }
}
