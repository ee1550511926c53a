using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Tests.Engine.Configuration;

public sealed class VariableTextTests : IDisposable
{
    private static readonly Dictionary<string, string> Environment = new() { ["A"] = "x", ["_B2"] = "${A}$$", ["EMPTY"] = "" };

    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("${A}", "x")]
    [InlineData("a${A}b${A}", "axbx")]
    [InlineData("${_B2}", "${A}$$")]
    [InlineData("[${EMPTY}]", "[]")]
    [InlineData("$$", "$")]
    [InlineData("$$$$", "$$")]
    [InlineData("$${A}", "${A}")]
    [InlineData("$$${A}", "$x")]
    [InlineData("a$b $ $1 $A", "a$b $ $1 $A")]
    public void Expand_Text_PutsVariablesIn(string text, string expected) =>
        Assert.Equal(expected, VariableText.Expand(text, Environment, static problem => Assert.Fail(problem)));

    [Theory]
    [InlineData("${NONE}", "the environment variable NONE is not set; write $${ for the text ${")]
    [InlineData("${a}", "the environment variable a is not set; write $${ for the text ${")]
    [InlineData("${", "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${")]
    [InlineData("${A", "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${")]
    [InlineData("${}", "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${")]
    [InlineData("${A:-secret}", "${ must begin the name of an environment variable, as in ${NAME}; write $${ for the text ${")]
    public void Expand_WhatIsNoVariable_IsReported(string text, string expected)
    {
        List<string> problems = [];
        VariableText.Expand(text, Environment, problems.Add);

        Assert.Equal<string>([expected], problems);
    }

    [Fact]
    public void Expand_ManyLongVariables_EndsSoon()
    {
        List<string> problems = [];
        var environment = new Dictionary<string, string> { ["L"] = new('x', 100_000) };

        Assert.Equal("", VariableText.Expand(string.Concat(Enumerable.Repeat("${L}", 1_000_000)), environment, problems.Add));
        Assert.Equal<string>(["its variables make the value too long"], problems);
    }

    [Fact]
    public void Load_VariablesInValues_StandForTheirText()
    {
        _folder.Environment["USER"] = "u: {x}, [y]\nz: &a *b # c";
        _folder.Environment["SCRIPT"] = "a.lua";
        _folder.Environment["HOST"] = "h";

        ScriptGridConfiguration configuration = _folder.Load("""
            scripts: [{file: "${SCRIPT}", labels: {env: '$$$${HOST}'}}]
            target_groups:
              - targets: ['redis://${HOST}:1']
                username: ${USER}
                password: "a$$b"
            """);

        TargetSpec target = Assert.Single(configuration.Targets);
        Assert.Equal(("h:1", new RedisCredentials("u: {x}, [y]\nz: &a *b # c", "a$b")), (target.Address.Id, target.Credentials));
        Assert.Equal("$${HOST}", configuration.Scripts[0].Labels.Labels[0].Value);
    }

    [Fact]
    public void Load_UnsetVariables_AreMistakesWithTheirLines() =>
        Assert.Equal(
            [
                "scriptgrid.yml:2: the environment variable A is not set; write $${ for the text ${",
                "scriptgrid.yml:4: the environment variable B is not set; write $${ for the text ${",
                "scriptgrid.yml:5: password_env: the environment variable C is not set",
            ],
            _folder.Errors("""
                scripts: [{file: a.lua}]
                global: {labels: {env: "${A}"}}
                target_groups:
                - {targets: [h], username: "${B}"}
                - {targets: [i], password_env: C}
                """));

    [Fact]
    public void Load_VariableThatHoldsNonsense_IsNotShown()
    {
        _folder.Environment["SECRET"] = "hunter2";

        Assert.Equal(
            ["scriptgrid.yml:1: interval: \"${SECRET}\" is not a duration from 100ms to 30d such as 250ms, 15s or 1m30s"],
            _folder.Errors("global: {interval: '${SECRET}'}\nscripts: [{file: a.lua}]\ntarget_groups: [{targets: [h]}]"));
    }

    [Fact]
    public void Load_PasswordEnv_NamesTheVariable()
    {
        _folder.Environment["GLOBAL"] = "g";
        _folder.Environment["GROUP"] = "p$$x";

        ScriptGridConfiguration configuration = _folder.Load("""
            global: {password_env: GLOBAL}
            scripts: [{file: a.lua}]
            target_groups: [{targets: [h]}, {targets: [i], password_env: GROUP}]
            """);

        Assert.Equal(["g", "p$$x"], configuration.Targets.Select(target => target.Credentials!.Password));
    }

    [Theory]
    [InlineData("password: x, password_env: A", "password: the password is also given by password_env (scriptgrid.yml:2); keep one")]
    [InlineData("password_env: A, password_file: a.lua", "password_env: the password is also given by password_file (scriptgrid.yml:2); keep one")]
    public void Load_TwoPasswords_AreAMistake(string passwords, string error)
    {
        _folder.Environment["A"] = "x";

        Assert.Equal(
            ["scriptgrid.yml:2: " + error], _folder.Errors($"scripts: [{{file: a.lua}}]\ntarget_groups: [{{targets: [h], {passwords}}}]"));
    }
}
