namespace ScriptGrid.Tests.Engine.Configuration;

/// <summary>A secret that stands where a name belongs is not repeated, and a name that is misspelt is.</summary>
public sealed class ShownNameTests : IDisposable
{
    private const string Hidden = "unknown key ***";
    private const string NoVariable = "no environment variable of this name is set; it is not shown, as it may be a secret";
    private const string NoFile = "there is no such file in FOLDER; its name is not shown, as it may be a secret";

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SECRETx9Q7: password", Hidden)]
    [InlineData("hunter2: password", Hidden)]
    [InlineData("'correct horse battery': password", Hidden)]
    [InlineData("LONG: password", Hidden)]
    [InlineData("{SECRETx9Q7:a}", Hidden + "; put a blank after its colon")]
    [InlineData("colour: red", "unknown key colour")]
    [InlineData("Password: x", "unknown key Password; did you mean password?")]
    [InlineData("{password:x}", "unknown key password; put a blank after its colon")]
    [InlineData("{SECRETx9Q7: a, SECRETx9Q7: b}", "*** is given twice, first in line 1; keep one")]
    [InlineData("password_env: SECRETx9Q7", "password_env: " + NoVariable)]
    [InlineData("password_env: NONE", "password_env: the environment variable NONE is not set")]
    [InlineData("password: 'a${SECRETx9Q7}b'", NoVariable + "; write $${ for the text ${")]
    [InlineData("password_file: SECRETx9Q7", "password_file: " + NoFile)]
    [InlineData("password_file: hunter", "password_file: " + NoFile)]
    [InlineData("password_file: mJ/x9Q7+k=", "password_file: " + NoFile)]
    [InlineData("password_file: /9j+AAx=", "password_file: " + NoFile)]
    [InlineData("tls: {cert_file: \"-----BEGIN PRIVATE KEY-----\\nMIIE/x\"}", "cert_file: " + NoFile)]
    [InlineData("password_file: redis.pw", "password_file: FOLDER/redis.pw does not exist")]
    [InlineData("password_file: ./redis", "password_file: FOLDER/redis does not exist")]
    [InlineData("password_file: secrets/redis", "password_file: FOLDER/secrets/redis does not exist")]
    [InlineData("password_file: /run/none/redis", "password_file: /run/none/redis does not exist")]
    [InlineData("password_file: secrets", "password_file: FOLDER/secrets is a directory; name a file")]
    public void Load_NameThatMayBeASecret_IsShownWhereItIsSpeltLikeOne(string yaml, string message)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "secrets"));
        string section = yaml.Replace("LONG", new string('x', 60), StringComparison.Ordinal);

        string[] errors = [.. _folder.Result($"global: {(section[0] == '{' ? section : $"{{{section}}}")}\nscripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h]}}]").Errors];

        Assert.Contains("scriptgrid.yml:1: " + message, errors.Select(error => error.Replace(_folder.Path, "FOLDER", StringComparison.Ordinal)));
    }
}
