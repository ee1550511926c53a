using System.Net;
using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Discovery;
using ScriptGrid.Engine.Queries;

namespace ScriptGrid.Tests.Engine.Http.Api;

/// <summary>What the API tells of the processes that collect, of their configuration and of sources.</summary>
public sealed class ProcessEndpointsTests : EndpointsFixture
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Get_Silos_AreListed()
    {
        Fleet.Silos = new SiloList(
            "cluster",
            [
                new SiloReport("one", "10.0.0.1:11111", "active")
                {
                    HttpAddress = "10.0.0.1:9121", Started = At, Version = "1.2.3", Targets = 4, Owned = 5, Edition = 7, LagSeconds = 0.25, HandOvers = 2,
                },
                new SiloReport("10.0.0.2:11111", "10.0.0.2:11111", "silent") { Owned = 6 },
            ],
            7);

        string body = await Client.GetStringAsync("/api/v1/silos");

        string[] expected =
        [
            """{"status":"success","data":{"engine":"cluster","silos":[{"name":"one","address":"10.0.0.1:11111","httpAddress":"10.0.0.1:9121","state":"active",""",
            """ "started":"2026-01-02T03:04:05Z","version":"1.2.3","targets":4,"owned":5,"edition":7,"lagSeconds":0.25,"handOvers":2},""".Trim(),
            """{"name":"10.0.0.2:11111","address":"10.0.0.2:11111","state":"silent",""",
            """ "started":null,"version":null,"targets":null,"owned":6,"edition":null,"lagSeconds":null,"handOvers":null}]}} """.Trim(),
        ];
        Assert.Equal(string.Concat(expected), body);
    }

    [Fact]
    public async Task Get_Configuration_HasItsTextWithoutSecrets()
    {
        var place = new Place(SettingOrigin.File, "f", 1, "");
        var tree = new SectionNode(place, [new SectionEntry("labels", place, new TextNode(place, "geheimnis")), new SectionEntry("password", place, new TextNode(place, "x"))]);
        Secrets.Hold(this, ["geheimnis"]);
        Loaded = new LoadedConfiguration(ShownConfiguration.Of(tree, "/etc/scriptgrid.yml"), At);

        string body = await Client.GetStringAsync("/api/v1/configuration");

        Assert.Equal(
            """{"status":"success","data":{"yaml":"labels: \"***\"\npassword: \"***\"\n","file":"/etc/scriptgrid.yml","loadedAt":"2026-01-02T03:04:05Z","edition":null}}""", body);
    }

    [Fact]
    public async Task Get_ConfigurationBeforeThereIsOne_Is503()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/api/v1/configuration");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Get_Discovery_TellsHowSourcesFare()
    {
        Secrets.Hold(this, ["geheimnis"]);
        Found =
        [
            new SourceReport("mail/dns", "dns", "mail", At, "no answer, geheimnis", HasAnswered: true, SourceTargets.None),
            new SourceReport("sms/file_sd", "file_sd", "sms", null, null, HasAnswered: false, SourceTargets.None),
        ];

        string body = await Client.GetStringAsync("/api/v1/discovery");

        string[] expected =
        [
            """{"status":"success","data":{"sources":[{"name":"mail/dns","kind":"dns","group":"mail","state":"failing","lastSuccess":"2026-01-02T03:04:05Z",""",
            """ "lastError":"no answer, ***","kept":0,"dropped":0,"targets":[],"droppedTargets":[]},""".Trim(),
            """{"name":"sms/file_sd","kind":"file_sd","group":"sms","state":"pending","lastSuccess":null,"lastError":null,""",
            """ "kept":0,"dropped":0,"targets":[],"droppedTargets":[]}]}} """.Trim(),
        ];
        Assert.Equal(string.Concat(expected), body);
    }
}
