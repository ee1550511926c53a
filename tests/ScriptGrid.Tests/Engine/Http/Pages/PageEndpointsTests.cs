using System.Net;
using System.Text.RegularExpressions;
using ScriptGrid.Engine.Http.Pages;

namespace ScriptGrid.Tests.Engine.Http.Pages;

/// <summary>The pages as they are served: whole, by themselves, and with nothing that a strict policy forbids.</summary>
public sealed partial class PageEndpointsTests : EndpointsFixture
{
    [Theory]
    [InlineData("/", "./")]
    [InlineData("/targets", "./")]
    [InlineData("/targets?state=down&q=a&page=2", "./")]
    [InlineData("/targets/", "../")]
    [InlineData("/targets/10.0.0.1:6379", "../")]
    [InlineData("/targets/10.0.0.1:6379/2", "../../")]
    [InlineData("/targets/unix:/run/redis.sock", "../../../")]
    [InlineData("/targets/unix:%2Frun", "../")]
    [InlineData("/scripts", "./")]
    [InlineData("/scripts/queues.lua", "../")]
    [InlineData("/silos", "./")]
    [InlineData("/discovery", "./")]
    [InlineData("/configuration", "./")]
    public async Task Get_Page_IsHtmlWithAPolicyAndLinksRelativeToTheRoot(string path, string root)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);
        string page = await response.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains($"data-root=\"{root}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
        Assert.All(Links().Matches(page), link => Assert.True(link.Groups[1].Value is "#main" || link.Groups[1].Value.StartsWith(root, StringComparison.Ordinal), link.Value));
    }

    [Fact]
    public async Task Get_PageWithUnknownParameter_IsRefused()
    {
        using HttpResponseMessage response = await SendAsync("GET", "/targets?stat=down");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("did you mean state?", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/targets/a:1")]
    [InlineData("/assets/app.css")]
    public async Task Get_WithTheTagOfBefore_IsNotSentAgain(string path)
    {
        using HttpResponseMessage first = await SendAsync("GET", path);
        using HttpResponseMessage second = await SendAsync("GET", path, $"If-None-Match: {first.Headers.ETag}");
        using HttpResponseMessage other = await SendAsync("GET", path, "If-None-Match: \"other\"");
        using HttpResponseMessage any = await SendAsync("GET", path, "If-None-Match: *");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, second.StatusCode, other.StatusCode));
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory]
    [InlineData("app.css", "text/css")]
    [InlineData("targets.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task Head_Asset_HasTypeAndLengthAlone(string name, string type)
    {
        using HttpResponseMessage response = await SendAsync("HEAD", $"/assets/{name}");

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(PageFiles.Read(name).Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/assets/layout.html")]
    [InlineData("/assets/")]
    public async Task Get_AssetThatIsNone_IsNotFound(string path)
    {
        using HttpResponseMessage response = await SendAsync("GET", path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Files_OfPages_MakeNoHtmlOfTextAndReferToNothingElsewhere()
    {
        string[] names = [.. PageFiles.Names];

        Assert.Contains("layout.html", names);
        Assert.All(names, static name => Assert.DoesNotMatch(Forbidden(), PageFiles.ReadText(name).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal)));
        Assert.All(
            names.SelectMany(static name => Imports().Matches(PageFiles.ReadText(name)).Select(static import => import.Groups[1].Value)),
            import => Assert.Contains(import, names));
    }

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("from '\\./([^']+)'")]
    private static partial Regex Imports();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|<style|<script>|\\sstyle=|\\son[a-z]+=\"|https?://|data:")]
    private static partial Regex Forbidden();
}
